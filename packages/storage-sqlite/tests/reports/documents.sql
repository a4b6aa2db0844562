-- Orders by state, with one field from inside the text. A removed document keeps its row, without a text.
SELECT state, count(*) AS orders, min(json_extract(document, '$.id')) AS first
FROM doc_order
WHERE document IS NOT NULL
GROUP BY state
ORDER BY state;
