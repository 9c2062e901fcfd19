insert into public.relay_position as kept (sink, space, position, moved_from, epoch)
select $1, moved.space, moved.target, moved.origin, $2
from unnest($3::text[], $4::bigint[], $5::bigint[]) as moved (space, origin, target)
where moved.origin = 0 or exists (select from public.relay_position known where known.sink = $1 and known.space = moved.space)
on conflict (sink, space) do update
  set position = excluded.position, moved_from = excluded.moved_from, epoch = excluded.epoch
  where kept.position = excluded.moved_from
