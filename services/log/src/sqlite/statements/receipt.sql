WITH RECURSIVE chunk (number) AS (
    SELECT max(number) >> 11 FROM receipts
    UNION ALL SELECT number - 1 FROM chunk WHERE number > 0
)
SELECT first, last, count, recorded_at, outcome, request
FROM chunk CROSS JOIN receipts INDEXED BY receipts_by_arrival
WHERE receipts.number >> 11 = chunk.number AND receipts.space = ?1 AND receipts.command = ?2
LIMIT 1
