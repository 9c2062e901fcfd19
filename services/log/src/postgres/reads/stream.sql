select position, recorded_at, id, kind, occurred, stream, version, checksum, fact
from maillage.facts
where space = $1
    and stream_number = (select s.number from maillage.streams s where s.space = $1 and s.stream = $2)
order by version
