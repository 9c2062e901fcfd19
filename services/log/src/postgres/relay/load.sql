select space, position
from relay_position
where sink = $1
