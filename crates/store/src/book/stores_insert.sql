insert into stores (id, city, region, address, code, name, postcode, import_id)
select
    coalesce(line.value ->> 0, (select max(1000000000, coalesce(max(id), 0)) from stores) + row_number() over ()),
    line.value ->> 1, line.value ->> 2, line.value ->> 3, line.value ->> 4, line.value ->> 5, line.value ->> 6,
    (select max(id) from imports)
from json_each(?1) as line
where true
on conflict do nothing
