select coalesce(v.version, 0)
from unnest($2::text[]) with ordinality a (stream, at)
left join lateral (
    select version from maillage.facts f
    where f.space = $1 and f.stream_number =
        (select s.number from maillage.streams s where s.space = $1 and s.stream = a.stream)
    order by version desc limit 1
) v on true
order by a.at
