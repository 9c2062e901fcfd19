update public.relay_lease
set expires_at = clock_timestamp() + make_interval(secs => $3)
where sink = $1 and epoch = $2 and expires_at > '-infinity'
