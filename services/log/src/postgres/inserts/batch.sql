with held as materialized (
    select a.space, a.before
    from unnest($1, $2) a (space, before)
    where pg_advisory_xact_lock(1296124236, a.space)::text = ''
), place as materialized (
    select 1 where not exists (
        select from held where before > 0 and not exists (
            select from maillage.facts f where f.space = held.space and f.position = held.before))
), new_streams as (
    insert into maillage.streams (space, number, stream)
    select unnest($13), unnest($14), unnest($15)
    from place
), new_receipts as (
    insert into maillage.receipts (space, command, request, first, last, count, recorded_at, outcome)
    select unnest($16), unnest($17), unnest($18), unnest($19), unnest($20), unnest($21), unnest($22), unnest($23)
    from place
)
insert into maillage.facts
    (space, position, recorded_at, stream_number, version, id, kind, occurred, stream, checksum, fact)
select unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8), unnest($9), unnest($10), unnest($11),
    unnest($24), unnest($12)
from place
