-- What came in and what went back, by month of the payment and currency.
SELECT to_char(p.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, p.currency,
       sum(p.amount) AS captured, sum(coalesce(r.refunded, 0)) AS refunded
FROM pannier.payments p
LEFT JOIN (
  SELECT tenant, payment, sum(CASE state WHEN 'succeeded' THEN amount ELSE coalesce(settled, 0) END) AS refunded
  FROM pannier.refunds
  GROUP BY tenant, payment
) r ON r.tenant = p.tenant AND r.payment = p.id
WHERE p.tenant = 'main' AND p.state = 'captured'
GROUP BY 1, 2
ORDER BY 1, 2;
