#!/usr/bin/env bash
# Plays a few visitors against a running server and asks for recommendations.
#   KEY=your-write-key samples/first-call.sh [http://127.0.0.1:8080]
set -euo pipefail
url="${1:-http://127.0.0.1:8080}"
: "${KEY:?Set KEY to your write key.}"

view() { # visitor, product, name, category, price
  curl -sS --fail-with-body "$url/v1/track" -u "$KEY:" -H 'content-type: application/json' -d "{
    \"anonymousId\":\"$1\",\"event\":\"Product Viewed\",
    \"properties\":{\"product_id\":\"$2\",\"name\":\"$3\",\"category\":\"$4\",\"price\":$5,\"currency\":\"EUR\"}}" >/dev/null
}

for visitor in ann bea cem dora eli; do
  view "$visitor" SKU-441 "Trail shoe" running-shoes 89.9
  view "$visitor" SKU-17 "Running socks" running-shoes 12.5
  view "$visitor" SKU-90 "Rain jacket" jackets 129
done
view you SKU-441 "Trail shoe" running-shoes 89.9

echo "You looked at one trail shoe. Kairos suggests:"
curl -sS --fail-with-body "$url/api/recommendations" -u "$KEY:" -H 'content-type: application/json' \
  -d '{"session_id":"you","current_page":"/category/running-shoes","limit":4}'
echo
