-- Returns are few among the sales and asked for by themselves, with all that is summed of them: without an index of
-- their own every explanation of a change reads the whole table twice. The conditions are those of the questions, word for word,
-- which SQLite needs in order to use it.
create index sales_returned on sales (sale_date, product_id, store_id, quantity, amount, ticket, kind)
    where kind in ('sale', 'return') and quantity < 0 and amount <= 0;
