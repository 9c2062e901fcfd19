select r.first, r.last, r.count, r.recorded_at, r.outcome, r.request, a.space, a.command
from unnest($1, $2) a (space, command)
cross join lateral (
    select first, last, count, recorded_at, outcome, request
    from maillage.receipts r where r.space = a.space and r.command = a.command limit 1
) r
