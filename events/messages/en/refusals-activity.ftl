## refusals-activity

refusal-no-motive = A reason is needed.
