select coalesce(cast(line.value ->> 0 as text), line.value ->> 8)
from json_each(?1) as line
join sales as kept on kept.id = line.value ->> 0 or kept.source_key = line.value ->> 8
where kept.product_id is not line.value ->> 1
   or kept.store_id is not line.value ->> 2
   or kept.sale_date is not line.value ->> 3
   or kept.quantity is not line.value ->> 4
   or kept.amount is not line.value ->> 5
   or kept.ticket is not line.value ->> 7
