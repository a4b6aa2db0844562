-- Payments by state.
SELECT state, currency, count(*) AS payments, sum(amount) AS amount
FROM pannier.payments
WHERE tenant = 'main'
GROUP BY state, currency
ORDER BY state, currency;
