-- Receipts were indexed by command id alone; no row changes.
DROP INDEX receipts_by_command;
CREATE UNIQUE INDEX receipts_by_arrival ON receipts (number >> 11, space, command);
