-- A statement of the writer carries the rows of every restaurant of its batch, so the setting may name several, and a policy asks whether a row's is among
-- them; nothing and an empty text name none. As a sub-select it is worked out once for a statement, and not once for a row. The policy guards rows and is no
-- way to find them, which coalesce says to the planner: a list of unknown length would make every index on restaurant_id as good as the primary key.

do $$
declare
  tenant_table text;
  rule constant text := 'coalesce(restaurant_id = any ((select string_to_array(current_setting(''heard.restaurant_id'', true), '','')::uuid[])::uuid[]), false)';
begin
  for tenant_table in select tablename from pg_policies where schemaname = current_schema() and policyname = 'tenant' loop
    execute format('alter policy tenant on %I using (%s) with check (%s)', tenant_table, rule, rule);
  end loop;
end $$;
