## refusals-activity

refusal-no-motive = Un motif est nécessaire.
