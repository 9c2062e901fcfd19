select epoch
from public.relay_lease
where sink = $1 and expires_at > clock_timestamp()
