select coalesce(cast(line.value ->> 0 as text), line.value ->> 4)
from json_each(?1) as line
join products as kept on kept.id = line.value ->> 0 or kept.code = line.value ->> 4
where kept.id is not coalesce(line.value ->> 0, kept.id)
   or kept.code is not line.value ->> 4
   or kept.name is not line.value ->> 1
   or kept.price is not cast(line.value ->> 2 as real)
   or kept.category is not line.value ->> 3
