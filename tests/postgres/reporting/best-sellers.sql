-- What is ordered most, by pieces.
SELECT sku, count(*) AS orders, sum(quantity) AS pieces
FROM pannier.order_lines
WHERE tenant = 'main'
GROUP BY sku
ORDER BY pieces DESC, sku;
