/** The shop front: frame, home, shelves, a product, the cart. */
export const buyerTexts = {
  "shop.name": { zh: "山房", en: "Shanfang" },
  "shop.title": { zh: "山房 · 茶与日用", en: "Shanfang · tea and things in use" },
  "shop.brand": { zh: "山房", en: "Shanfang" },
  "shop.brandBeside": { zh: "茶与日用", en: "Tea and things in use" },
  "shop.description": {
    zh: "山房：当季的茶、匠人的器、文房与山野用物。",
    en: "Shanfang: teas of the season, vessels by their makers, things for the desk and the hills."
  },
  "nav.skip": { zh: "跳到正文", en: "Skip to content" },
  "nav.home": { zh: "首页", en: "Front page" },
  "nav.own": { zh: "语言、账户与购物车", en: "Language, account and cart" },
  "nav.sections": { zh: "分类", en: "Departments" },
  "nav.signIn": { zh: "登录", en: "Sign in" },
  "nav.cart": { zh: "购物车", en: "Cart" },
  "nav.cartCount": { zh: "件数：", en: "Pieces:" },
  "nav.crumbs": { zh: "所在位置", en: "You are here" },
  "nav.categories": { zh: "全部分类", en: "All categories" },
  "nav.tour": { zh: "走一圈：看它如何守信", en: "The tour: how it keeps its word" },
  "nav.desk": { zh: "店务台", en: "Staff desk" },
  "search.label": { zh: "搜索商品", en: "Search the shop" },
  "search.hint": { zh: "龙井、盖碗、笔记本……", en: "Longjing, gaiwan, notebook…" },
  "search.go": { zh: "搜索", en: "Search" },
  "search.all": { zh: "全部商品", en: "All goods" },
  "search.empty": { zh: "没有找到“{query}”", en: "Nothing found for “{query}”" },
  "search.emptyDetail": {
    zh: "换个短一点的词，或用产地、材质来找，例如“武夷”“竹”。",
    en: "Try a shorter word, or a place or material: “Wuyi”, “bamboo”."
  },
  "foot.delivery": {
    zh: "满 99 元包邮，江浙沪次日达",
    en: "Free delivery from ¥99; next day around Hangzhou and Shanghai"
  },
  "foot.returns": {
    zh: "签收后七天无理由退货，茶未拆封即可",
    en: "Seven days to change your mind; tea must be unopened"
  },
  "foot.books": {
    zh: "每一分钱都有账可查，账目之和恒为零",
    en: "Every fen is on the books, and the books sum to zero"
  },
  "foot.sandbox": {
    zh: "这是一家示例商店：付款走沙盒，不会扣真钱，也不会寄出茶叶。",
    en: "This is an example shop. Payments go to a sandbox: no money is taken and no tea is sent."
  },
  "price.from": { zh: "{price} 起", en: "from {price}" },
  "price.was": { zh: "原价", en: "Was" },
  "price.saving": { zh: "省 {amount}", en: "Save {amount}" },
  "price.free": { zh: "免费", en: "Free" },
  "stock.plenty": { zh: "有货", en: "In stock" },
  "stock.few": { zh: "仅剩 {left} 件", en: "Only {left} left" },
  "stock.last": { zh: "最后一件", en: "The last one" },
  "stock.none": { zh: "售罄", en: "Sold out" },
  "stock.presale": { zh: "预售中", en: "Presale" },
  "stock.always": { zh: "随时可买", en: "Always available" },
  "offer.automatic": { zh: "自动生效", en: "Applied by itself" },
  "offer.code": { zh: "优惠码", en: "Code" },
  "offer.until": { zh: "至 {date}", en: "until {date}" },
  "home.title": { zh: "一间山里的小铺", en: "A small shop in the hills" },
  "home.lead": {
    zh: "当季的茶从产地直接来；器物出自我们认识的窑和作坊。不多，够用，用得久。",
    en: "Teas of the season, straight from where they grow; vessels from kilns and workshops we know. Not much, enough, and made to last."
  },
  "home.toTea": { zh: "去看茶", en: "See the teas" },
  "home.toTour": { zh: "看它如何守信", en: "See how it keeps its word" },
  "home.offers": { zh: "现在的优惠", en: "On offer now" },
  "home.deals": { zh: "正在优惠", en: "Reduced" },
  "home.fresh": { zh: "新到", en: "New" },
  "home.presale": { zh: "预售与限量", en: "Presale and limited" },
  "home.all": { zh: "查看全部", en: "See all" },
  "listing.count": { zh: "{count} 件商品", en: "{count} {count|item|items}" },
  "listing.tree": { zh: "分类目录", en: "Category tree" },
  "listing.narrow": { zh: "筛选与排序", en: "Narrow and sort" },
  "listing.sort": { zh: "排序", en: "Sort by" },
  "listing.sort.shelf": { zh: "店主排列", en: "Our order" },
  "listing.sort.new": { zh: "新到在前", en: "Newest first" },
  "listing.sort.cheap": { zh: "价格从低到高", en: "Price, low to high" },
  "listing.sort.dear": { zh: "价格从高到低", en: "Price, high to low" },
  "listing.apply": { zh: "应用", en: "Apply" },
  "listing.clear": { zh: "清除筛选", en: "Clear all" },
  "listing.goods": { zh: "商品", en: "Goods" },
  "listing.leaves": { zh: "翻页", en: "Pages" },
  "listing.leaf": { zh: "第 {page} 页，共 {pages} 页", en: "Page {page} of {pages}" },
  "listing.before": { zh: "上一页", en: "Previous" },
  "listing.after": { zh: "下一页", en: "Next" },
  "listing.bare": { zh: "这里还没有商品", en: "There is nothing here yet" },
  "listing.bareDetail": { zh: "看看别的分类。", en: "Other categories have more." },
  "listing.empty": { zh: "这样筛选下没有商品", en: "Nothing fits all of that" },
  "listing.emptyDetail": { zh: "去掉一两个条件再看看。", en: "Take away a condition or two and look again." },
  "listing.emptyWay": { zh: "清除筛选", en: "Clear all" },
  "product.variants": { zh: "选择规格", en: "Choose one" },
  "product.quantity": { zh: "数量", en: "Quantity" },
  "product.portions": { zh: "份数（每份 {grams} 克）", en: "Portions of {grams} g" },
  "product.add": { zh: "加入购物车", en: "Add to cart" },
  "product.presale": { zh: "预订", en: "Order ahead" },
  "presale.deposit": { zh: "定金", en: "Deposit, paid now" },
  "presale.worth": { zh: "定金可抵", en: "The deposit counts for" },
  "presale.tail": { zh: "尾款", en: "Tail, paid later" },
  "presale.total": { zh: "共付", en: "Both together" },
  "presale.window": { zh: "尾款支付时间（现在下单）", en: "When the tail is paid, if ordered now" },
  "presale.alone": {
    zh: "预售商品须单独下单，购物车中还有 {beside} 件其他商品。",
    en: "Goods on presale are ordered alone: take the other {beside} {beside|piece|pieces} out of the cart first."
  },
  "presale.between": { zh: "{from}至{until}", en: "{from} to {until}" },
  "product.promise": {
    zh: "现在下单，寄往{to}预计{from}至{until}送达",
    en: "Order now: arrives in {to} {from} to {until}"
  },
  "product.shipsFrom": { zh: "预售商品，{date}起发货", en: "Presale: sent from {date}" },
  "product.virtual": { zh: "付款后立即可用，无需配送", en: "Yours as soon as it is paid; nothing to deliver" },
  "product.crossborder": {
    zh: "保税仓发货，清关约三到五天，价格已含跨境综合税",
    en: "From a bonded warehouse: customs take three to five days; import tax is in the price"
  },
  "product.return": { zh: "签收后七天无理由退货", en: "Seven days to return it, no reason needed" },
  "product.noReturn": {
    zh: "线上商品不适用七天无理由退货，有问题可以退款",
    en: "No change of mind once it is delivered; your money back if something is wrong with it"
  },
  "product.goneDetail": { zh: "卖完了。看看下面相近的。", en: "Sold out. There are others like it below." },
  "product.limited": {
    zh: "本窑只出 {edition} 只，每人限购 {each} 只。",
    en: "An edition of {edition}, {each} to a buyer."
  },
  "product.facts": { zh: "商品信息", en: "Details" },
  "product.merchant": { zh: "出售方", en: "Sold by" },
  "product.bundle": { zh: "这一套里有", en: "In this set" },
  "product.related": { zh: "相近的", en: "Others like it" },
  "product.tax": { zh: "税", en: "Tax" },
  "product.taxIncluded": { zh: "价格含 {rate} 增值税", en: "Price includes {rate} VAT" },
  "cart.title": { zh: "购物车", en: "Cart" },
  "cart.empty": { zh: "购物车是空的", en: "Your cart is empty" },
  "cart.emptyDetail": {
    zh: "挑一款茶放进来，价格会在这里一步一步算给你看。",
    en: "Put a tea in it, and the price will be worked out here step by step."
  },
  "cart.problems": { zh: "有些商品变了，请看一眼", en: "Some things have changed; please look" },
  "cart.gone": { zh: "这件商品已经不卖了", en: "This is no longer for sale" },
  "cart.perBuyer": {
    zh: "每人限购 {each} 只，以往的订单也算在内，请减少后再结算。",
    en: "{each} to a buyer, earlier orders included: please take some out."
  },
  "cart.addedBefore": {
    zh: "刚才已经加入，没有重复添加。还要更多，请改这里的数量。",
    en: "This was added before, and was not added twice. For more of it, change the quantity here."
  },
  "cart.quantityOf": { zh: "{name} 的数量", en: "Quantity of {name}" },
  "cart.update": { zh: "更新", en: "Update" },
  "cart.remove": { zh: "移除", en: "Remove" },
  "cart.removeOf": { zh: "移除 {name}", en: "Remove {name}" },
  "cart.checkout": { zh: "去结算", en: "Check out" },
  "cart.codes": { zh: "优惠码", en: "Codes" },
  "cart.code": { zh: "输入优惠码", en: "Enter a code" },
  "cart.useCode": { zh: "使用", en: "Use" },
  "cart.given": { zh: "另外得到", en: "Given beside" },
  "cart.next": { zh: "还差一点", en: "Within reach" },
  "cart.refused": { zh: "未生效的优惠（{count}）", en: "{count} {count|offer that does|offers that do} not apply" },
  "cart.suggestions": { zh: "也许还缺", en: "Goes with it" },
  "quote.title": { zh: "价格是这样算的", en: "How the price is made" },
  "quote.step": { zh: "步骤", en: "Step" },
  "quote.amount": { zh: "金额", en: "Amount" },
  "quote.list": { zh: "标价合计", en: "List price" },
  "quote.reduced": { zh: "现价优惠", en: "Reduced prices" },
  "quote.goods": { zh: "商品小计", en: "Goods" },
  "quote.freight": { zh: "运费", en: "Delivery" },
  "quote.tax": { zh: "税费", en: "Tax" },
  "quote.taxIncluded": { zh: "其中含税 {amount}", en: "including {amount} tax" },
  "quote.total": { zh: "应付", en: "To pay" },
  "quote.saved": { zh: "这一单共省 {amount}", en: "You save {amount} on this order" },
  "failure.400": { zh: "这个请求读不懂", en: "That request could not be read" },
  "failure.400Detail": {
    zh: "可能是链接不完整，或表单填到一半。什么都没有改变。",
    en: "The link may be cut short, or the form half filled. Nothing has changed."
  },
  "failure.403": { zh: "这里需要钥匙", en: "This room needs a key" },
  "failure.403Detail": {
    zh: "你的身份没有这个权限。换个身份登录再来。",
    en: "You do not hold this permission. Sign in as someone who does."
  },
  "failure.elsewhere": { zh: "这张表单不是从本店发出的", en: "This form was not sent from the shop" },
  "failure.elsewhereDetail": {
    zh: "什么都没有改变。请从本店的页面再试一次。",
    en: "Nothing has changed. Please try again from a page of the shop."
  },
  "failure.404": { zh: "这里没有东西", en: "There is nothing here" },
  "failure.404Detail": {
    zh: "也许商品下架了，也许地址少了一个字。",
    en: "It may have left the shelf, or the address lost a letter."
  },
  "failure.409": { zh: "刚刚有人先了一步", en: "Someone was just ahead of you" },
  "failure.409Detail": {
    zh: "你看这一页的时候，情况变了。回去再看一眼就好，什么都没有扣。",
    en: "Things changed while you were looking. Go back and look again; nothing was taken."
  },
  "failure.413": { zh: "写得太长了", en: "That was too long" },
  "failure.413Detail": {
    zh: "表单超过了本店能读的长度，什么都没有改变。",
    en: "The form is longer than the shop reads. Nothing has changed."
  },
  "failure.500": { zh: "店里出了点状况", en: "Something went wrong on our side" },
  "failure.500Detail": {
    zh: "这次没有完成。可以放心再试：同一个操作不会发生两次。",
    en: "This did not finish. It is safe to try again: the same act never happens twice."
  },
  "failure.503": { zh: "稍等一下", en: "One moment" },
  "failure.503Detail": { zh: "店正忙着，几秒后再试。", en: "The shop is busy; try again in a few seconds." },
  "failure.reference": { zh: "编号", en: "Reference" },
  "failure.home": { zh: "回首页", en: "To the shop" },
  "failure.search": { zh: "搜索商品", en: "Search the shop" }
} as const
