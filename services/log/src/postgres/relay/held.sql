select epoch
from public.relay_lease
where sink = $1 and epoch = $2 and expires_at > '-infinity'
for share
