SELECT spaces.space, facts.position, facts.recorded_at
FROM spaces JOIN facts ON facts.place = (
    SELECT place FROM facts AS own
    WHERE own.place > spaces.number << 40 AND own.place < (spaces.number + 1) << 40
    ORDER BY own.place DESC LIMIT 1
)
ORDER BY spaces.space
