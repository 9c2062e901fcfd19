select space, position
from public.relay_position
where sink = $1
