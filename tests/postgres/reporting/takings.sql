-- What was ordered, by month, state and currency.
SELECT to_char(placed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, state, currency,
       count(*) AS orders, sum(total) AS total
FROM pannier.orders
WHERE tenant = 'main'
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3;
