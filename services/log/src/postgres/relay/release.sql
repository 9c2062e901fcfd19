update public.relay_lease
set expires_at = '-infinity'
where sink = $1 and epoch = $2
