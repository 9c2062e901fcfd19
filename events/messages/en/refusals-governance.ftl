## refusals-governance
