insert into public.relay_lease as lease (sink, epoch, holder, expires_at)
values ($1, 1, $2, clock_timestamp() + make_interval(secs => $3))
on conflict (sink) do update
  set epoch = lease.epoch + 1, holder = excluded.holder, expires_at = clock_timestamp() + make_interval(secs => $3)
  where lease.expires_at <= clock_timestamp()
returning epoch
