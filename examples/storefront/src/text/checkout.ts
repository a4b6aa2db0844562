/** From the checkout to the return: what a buyer reads after the cart. */
export const checkoutTexts = {
  "form.optional": { zh: "（可不填）", en: "(optional)" },
  "form.email": { zh: "邮箱", en: "E-mail" },
  "form.emailHint": { zh: "只用来发这一单的消息。", en: "Only for news of this order." },
  "form.problems": { zh: "请改一下标出的地方", en: "Please mend what is marked" },
  "form.required": { zh: "请填写", en: "Please fill this in" },
  "form.badEmail": { zh: "这不像一个邮箱地址", en: "This does not look like an e-mail address" },
  "form.badPhone": {
    zh: "请填十一位手机号，或带国家码的号码，如 +852 2345 6789",
    en: "Please give an eleven-digit mobile number, or one with its country code, as +852 2345 6789"
  },
  "form.badProvince": {
    zh: "没有找到这个省份，请从列表中选",
    en: "No such province: please choose one of the list"
  },
  "form.badPostcode": { zh: "邮编只有字母和数字", en: "A postcode has letters and digits only" },
  "form.tooLong": { zh: "太长了，最多 {most} 个字符", en: "Too long: at most {most} characters" },
  "form.bad": { zh: "这里填的内容不能用，请改一下", en: "This cannot be used as it is: please change it" },
  "form.sentBefore": {
    zh: "这一页已经提交过，请刷新后再试",
    en: "This page has been sent before: please load it again"
  },
  "form.overtaken": {
    zh: "这期间已有变化，刚才的操作不再适用。下面是现在的情况。",
    en: "This has gone on meanwhile, and what you asked for no longer applies. This is how it stands now."
  },
  "form.lineGone": {
    zh: "这一行已经不在这里了，可能在另一个页面上移除了",
    en: "This line is no longer here: it may have been taken out on another page"
  },
  "form.badQuantity": { zh: "请填 1 到 {most} 之间的数", en: "Please give a number from 1 to {most}" },
  "address.name": { zh: "收货人", en: "Recipient" },
  "address.phone": { zh: "手机", en: "Mobile" },
  "address.phoneHint": { zh: "快递到了会打这个电话。", en: "The courier calls this number." },
  "address.province": { zh: "省 / 直辖市", en: "Province" },
  "address.provinceHint": {
    zh: "填好之前，运费按{region}计。",
    en: "Until it is given, delivery is reckoned for {region}."
  },
  "address.city": { zh: "市", en: "City" },
  "address.district": { zh: "区 / 县", en: "District" },
  "address.street": { zh: "街道、门牌、楼层", en: "Street, number, floor" },
  "address.postcode": { zh: "邮编", en: "Postcode" },
  "checkout.title": { zh: "结算", en: "Checkout" },
  "checkout.problems": { zh: "还不能下单", en: "The order cannot be placed yet" },
  "checkout.contact": { zh: "联系方式", en: "Contact" },
  "checkout.address": { zh: "收货地址", en: "Where it goes" },
  "checkout.nothingTravels": {
    zh: "这一单全是线上商品：付款后立即交付，不寄送，也不用填写地址。",
    en: "Everything in this order is digital: it is yours as soon as it is paid, and no address is needed."
  },
  "checkout.customs": { zh: "清关信息", en: "For customs" },
  "checkout.identity": { zh: "收件人真实姓名", en: "Recipient's legal name" },
  "checkout.identityHint": { zh: "保税商品清关用，加密保存。", en: "Needed to clear bonded goods; kept sealed." },
  "checkout.delivery": { zh: "配送方式", en: "Delivery" },
  "checkout.payment": { zh: "付款方式", en: "Payment" },
  "checkout.note": { zh: "备注", en: "Note" },
  "checkout.noteLabel": { zh: "给店主的话", en: "A word to the shop" },
  "checkout.place": { zh: "提交订单", en: "Place the order" },
  "checkout.placeDeposit": { zh: "提交订单，付定金", en: "Place the order, pay the deposit" },
  "checkout.validUntil": {
    zh: "这个价格保留到 {time}，库存在提交时锁定。",
    en: "This price holds until {time}; stock is held when you place the order."
  },
  "checkout.reprice": { zh: "按所填重新计价", en: "Work out the price again" },
  "checkout.changed": {
    zh: "页面上的价格是 {was}，现在是 {now}。订单还没有提交，请看过新价格再决定。",
    en: "The page said {was}; it is {now} now. Nothing is ordered yet: please look at the new price first."
  },
  "checkout.lookFirst": { zh: "请看过价格再提交", en: "Please look at the price first" },
  "checkout.soldOut": {
    zh: "“{name}”刚刚售罄。请在购物车中移除后再下单。",
    en: "“{name}” has just sold out. Please take it out of the cart, then order."
  },
  "checkout.short": {
    zh: "“{name}”只剩 {left} 件。请在购物车中减少后再下单。",
    en: "Only {left} of “{name}” {left|is|are} left. Please take some out of the cart, then order."
  },
  "checkout.orderedBefore": {
    zh: "这个购物车已经下过单了，订单在这里。",
    en: "This cart has been ordered already; the order is here."
  },
  "checkout.repriced": { zh: "已按所填重新计价：{amount}", en: "The price was worked out again: {amount}" },
  "checkout.cartFirst": { zh: "请先调整购物车", en: "Please change the cart first" },
  "checkout.noDelivery": {
    zh: "没有这种配送方式，或它送不到这里、送不了这么重的货，已换成能送的",
    en: "There is no such delivery, or it does not go there or carry so much: another was taken"
  },
  "checkout.noPayment": { zh: "没有这种付款方式", en: "There is no such means of payment" },
  "checkout.terms": {
    zh: "提交后前往沙盒付款页，不会扣真钱。",
    en: "Next comes the sandbox payment page; no real money is taken."
  },
  "payment.method": { zh: "付款方式", en: "Method" },
  "payment.until": { zh: "请在此前付款", en: "Pay before" },
  "payment.ready": { zh: "去付款", en: "Pay for the order" },
  "payment.readyDetail": {
    zh: "商品已为你留着。付款在支付方的页面上完成。",
    en: "The goods are held for you. You pay on the provider's own page."
  },
  "payment.waiting": { zh: "等支付方回话", en: "Waiting for the provider" },
  "payment.waitingDetail": {
    zh: "你可能已经付了，只是消息还在路上，这一页会自己刷新。没付的话仍可去付，不会付两遍。",
    en: "You may well have paid and the news is on its way; this page looks again by itself. If you did not pay, you still can: you cannot be charged twice."
  },
  "payment.preparingDetail": {
    zh: "支付方的付款页还没准备好。这一页会自己刷新。",
    en: "The provider's page is not ready yet. This page looks again by itself."
  },
  "payment.closingDetail": {
    zh: "过了付款时间，正在向支付方核实有没有付过。这一页会自己刷新。",
    en: "The time to pay has passed, and the provider is asked whether it was paid. This page looks again by itself."
  },
  "payment.unheardDetail": {
    zh: "支付方还没说付过。没付的话可以去付；付过的话消息还在路上，再点一次也不会付两遍。",
    en: "The provider has not said that it was paid. If you did not pay, you still can; if you did, the news is on its way, and paying again cannot charge you twice."
  },
  "payment.succeeded": { zh: "付款成功", en: "Paid" },
  "payment.succeededDetail": { zh: "谢谢。我们开始备货了。", en: "Thank you. We are getting it ready." },
  "payment.succeededOnline": { zh: "谢谢。线上商品随即交付。", en: "Thank you. It is delivered online at once." },
  "payment.succeededDeposit": {
    zh: "谢谢，定金已付。尾款 {tail} 请在{from}至{until}之间付清，之后开始备货。",
    en: "Thank you: the deposit is paid. The tail of {tail} is to be paid from {from} to {until}; then we get it ready."
  },
  "payment.succeededThenCancelled": {
    zh: "这一单后来取消了，退回了多少见订单页。",
    en: "The order was cancelled afterwards; its page says what went back."
  },
  "payment.late": { zh: "付款已到，稍晚了一点", en: "Paid, a little late" },
  "payment.lateDetail": {
    zh: "回话来得晚，但钱和货都对上了，订单照常。",
    en: "The answer came late, but money and goods agree and the order goes on."
  },
  "payment.failed": { zh: "这次没有付成", en: "The payment did not go through" },
  "payment.failedDetail": {
    zh: "没有扣款。商品仍为你留着，可以再试一次。",
    en: "Nothing was charged. The goods are still held; you may try again."
  },
  "payment.replaced": { zh: "这笔付款已被另一笔代替", en: "Another payment has taken the place of this one" },
  "payment.replacedDetail": {
    zh: "同一张订单有了新的付款，请付那一笔。若这一笔之后仍有款项到账，会原路退回。",
    en: "The same order has a newer payment; that is the one to pay. Money that arrives for this one later goes straight back."
  },
  "payment.toInstead": { zh: "查看新的付款", en: "To the newer payment" },
  "payment.cancelled": { zh: "订单已取消，无需付款", en: "The order was cancelled: there is nothing to pay" },
  "payment.cancelledDetail": {
    zh: "商品已放回货架。若之后仍有款项到账，会原路退回。",
    en: "The goods are back on the shelf. Money that arrives later goes straight back."
  },
  "payment.cancellingDetail": {
    zh: "订单正在取消。若之后仍有款项到账，会原路退回。",
    en: "The order is being cancelled. Money that arrives later goes straight back."
  },
  "payment.closed": { zh: "付款已关闭", en: "The payment is closed" },
  "payment.closedDetail": {
    zh: "过了付款时间，商品已放回货架。若之后仍有款项到账，会原路退回。",
    en: "The time to pay has passed and the goods are back on the shelf. Money that arrives later goes straight back."
  },
  "payment.toGateway": { zh: "前往付款", en: "Go and pay" },
  "payment.toOrder": { zh: "查看订单", en: "See the order" },
  "payment.toShop": { zh: "继续逛", en: "Back to the shop" },
  "payment.again": { zh: "再试一次", en: "Try again" },
  "payment.look": { zh: "现在看看", en: "Look now" },
  "sandbox.title": { zh: "沙盒支付", en: "Sandbox Pay" },
  "sandbox.house": { zh: "沙盒支付 · 不是真的银行", en: "Sandbox Pay · not a real bank" },
  "sandbox.ask": { zh: "{merchant} 请你付款", en: "{merchant} asks for" },
  "sandbox.payment": { zh: "付款编号", en: "Payment" },
  "sandbox.why": {
    zh: "真的支付方也会这样：晚到、重复、丢消息。选一种，看商店怎么应对。",
    en: "Real providers do all of this: answer late, twice, or not at all. Choose one and see how the shop takes it."
  },
  "sandbox.pay": { zh: "付款", en: "Pay" },
  "sandbox.payDetail": { zh: "立即成功并通知商店", en: "Succeeds and tells the shop at once" },
  "sandbox.late": { zh: "付款，晚点通知", en: "Pay, tell later" },
  "sandbox.lateDetail": { zh: "扣款成功，十秒后才回话", en: "Charged now; the answer comes ten seconds later" },
  "sandbox.twice": { zh: "付款，通知两遍", en: "Pay, tell twice" },
  "sandbox.twiceDetail": { zh: "同一条消息送两次", en: "The same message is delivered twice" },
  "sandbox.lost": { zh: "付款，消息丢失", en: "Pay, lose the answer" },
  "sandbox.lostDetail": { zh: "不通知，商店要自己来查", en: "No message; the shop must ask" },
  "sandbox.decline": { zh: "拒绝付款", en: "Decline" },
  "sandbox.declineDetail": { zh: "余额不足", en: "Insufficient funds" },
  "order.title": { zh: "订单", en: "Order" },
  "order.number": { zh: "订单号", en: "Order" },
  "order.placedOn": { zh: "{date}下单", en: "Placed on {date}" },
  "order.timeline": { zh: "经过", en: "What happened" },
  "order.parcels": { zh: "包裹", en: "Parcels" },
  "order.online": { zh: "线上交付", en: "Delivered online" },
  "order.onlineDone": {
    zh: "已交付，随时可用。示例商店里没有真的文件。",
    en: "Delivered, and yours to use. In this example shop there is no real file behind it."
  },
  "order.onlineSoon": {
    zh: "付款后立即交付，不用寄送。",
    en: "Delivered as soon as it is paid; nothing is sent."
  },
  "order.goods": { zh: "商品", en: "Goods" },
  "order.address": { zh: "收货地址", en: "Delivery address" },
  "order.pieces": { zh: "{count} 件", en: "{count} {count|piece|pieces}" },
  "order.pay": { zh: "去付款", en: "Pay" },
  "order.cancel": { zh: "取消订单", en: "Cancel the order" },
  "order.confirm": { zh: "确认收货", en: "I have received it" },
  "order.return": { zh: "申请退货", en: "Return something" },
  "parcel.title": { zh: "包裹追踪", en: "Tracking" },
  "parcel.of": { zh: "包裹 {number} / {of}", en: "Parcel {number} of {of}" },
  "parcel.from": { zh: "发自", en: "From" },
  "parcel.carrier": { zh: "承运", en: "Carrier" },
  "parcel.promise": { zh: "预计送达", en: "Expected" },
  "parcel.between": { zh: "{from}至{until}", en: "{from} to {until}" },
  "parcel.track": { zh: "查看全部轨迹", en: "See every step" },
  "return.title": { zh: "申请退货", en: "Return something" },
  "return.one": { zh: "退货单", en: "Return" },
  "return.titleOnline": { zh: "申请退款", en: "Ask for a refund" },
  "return.leadOnline": {
    zh: "选有问题的件数，说说是什么问题。退款按当初分摊到每件的实付计算。",
    en: "Choose how many have something wrong with them, and say what. You get back what you really paid for each piece."
  },
  "return.sendOnline": { zh: "提交申请", en: "Send the request" },
  "return.faultOnly": { zh: "线上商品，有问题才能退", en: "Digital: taken back if something is wrong with it" },
  "return.askedBefore": { zh: "已在另一张退货单里", en: "Asked for in another return" },
  "return.noneLeft": { zh: "没有可退的件数", en: "Nothing of it can come back" },
  "return.lead": {
    zh: "选要退的件数和原因。退款按当初分摊到每件的实付计算。",
    en: "Choose how many go back and why. You get back what you really paid for each piece."
  },
  "return.leadUntil": {
    zh: "{date}前可以无理由退货。退款按当初分摊到每件的实付计算。",
    en: "You may change your mind until {date}. You get back what you really paid for each piece."
  },
  "return.which": { zh: "退哪些", en: "What goes back" },
  "return.each": { zh: "可退 {amount}", en: "{amount} back for it" },
  "return.eachAndAll": {
    zh: "退 1 件得 {amount}，{most} 件全退得 {all}",
    en: "{amount} back for one, {all} for all {most}"
  },
  "return.howMany": { zh: "退几件（最多 {most}）", en: "How many, up to {most}" },
  "return.reason": { zh: "原因", en: "Reason" },
  "return.reason.mind": { zh: "不想要了", en: "Changed my mind" },
  "return.reason.broken": { zh: "收到时已破损", en: "It arrived broken" },
  "return.reason.wrong": { zh: "发错了", en: "It is not what I ordered" },
  "return.reason.different": { zh: "与描述不符", en: "It is not as described" },
  "return.note": { zh: "说明", en: "Note" },
  "return.noteLabel": { zh: "想说的话", en: "Anything else" },
  "return.shares": {
    zh: "满减等优惠已按比例分摊到每一件，退一部分不会收回其他件的优惠。",
    en: "Offers over the whole cart were shared out piece by piece; returning one piece takes nothing from the others."
  },
  "return.send": { zh: "提交退货", en: "Send the request" },
  "return.keep": { zh: "不退了", en: "Keep everything" },
  "return.refund": { zh: "退款", en: "Refund" },
  "return.empty": { zh: "至少选一件", en: "Choose at least one piece" },
  "account.title": { zh: "我的账户", en: "My account" },
  "account.hello": { zh: "{name}，你好", en: "Hello, {name}" },
  "account.since": { zh: "{date}加入", en: "since {date}" },
  "account.signOut": { zh: "退出登录", en: "Sign out" },
  "account.orders": { zh: "订单", en: "Orders" },
  "account.returns": { zh: "退货", en: "Returns" },
  "account.addresses": { zh: "地址", en: "Addresses" },
  "account.noOrders": { zh: "还没有订单", en: "No orders yet" },
  "account.noOrdersDetail": { zh: "第一单从一包茶开始就好。", en: "A packet of tea is a good first order." },
  "signIn.lead": {
    zh: "示例商店不设密码：填一个邮箱，或借用下面的身份。",
    en: "This example shop has no passwords: give an e-mail address, or walk in as someone below."
  },
  "signIn.cartCame": { zh: "购物车里的东西已带到这个账户", en: "What was in your cart has come along" },
  "signIn.cartLeft": {
    zh: "购物车里的东西没有全部带过来，请看一眼",
    en: "Not all that was in your cart could come along; please look"
  },
  "signIn.guest": { zh: "查看未登录时下的订单", en: "Orders placed without signing in" },
  "signIn.people": { zh: "以此身份进入", en: "Walk in as" },
  "signIn.buyer": { zh: "买家", en: "A buyer" },
  "signIn.staff": { zh: "店员：发货、退货、退款", en: "Staff: shipping, returns, refunds" },
  "signIn.owner": { zh: "店主：账目与设置", en: "The owner: books and settings" }
} as const
