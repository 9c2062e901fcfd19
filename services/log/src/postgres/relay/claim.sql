insert into public.relay_lease as lease (sink, epoch, holder, expires_at)
values ($1, 1, $2, clock_timestamp())
on conflict (sink) do update
  set epoch = lease.epoch + 1, holder = excluded.holder, expires_at = greatest(lease.expires_at, clock_timestamp())
returning epoch, extract(epoch from expires_at - clock_timestamp())::float8
