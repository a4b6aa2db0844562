/** What the buyers' pages are drawn from: plain data, amounts as on the wire, instants in epoch milliseconds, states already put into words. */
import type { Picture } from "../seed/shape.ts"
import type { Amount, PostalAddress } from "../text/format.ts"
import type { Language } from "../text/index.ts"

export type { Amount, PostalAddress } from "../text/format.ts"
export type { Picture } from "../seed/shape.ts"

export type Mood = "good" | "waiting" | "attention" | "bad" | "quiet"

export type State = { readonly label: string; readonly mood: Mood }

export type Named = { readonly id: string; readonly name: string }

/** What every page knows. */
export type Frame = {
  readonly language: Language
  /** Path and query without the language, for the switch: `/product/da-hong-pao?sku=...`. */
  readonly path: string
  /** Fresh for every page shown: the stem of the idempotency keys of its forms. */
  readonly formKey: string
  readonly sections: readonly Named[]
  readonly section?: string
  readonly cartCount: number
  readonly customer?: string
  readonly staff?: boolean
  readonly search?: string
  /** What came of the last thing done, shown once at the top. */
  readonly notice?: Notice
}

export type Notice = { readonly mood: Mood; readonly text: string }

/** `saleable`: how the card speaks of stock. */
export type Saleable = "plenty" | "few" | "none" | "presale" | "always"

export type CardView = Named & {
  readonly picture: Picture
  readonly price: Amount
  readonly listPrice?: Amount
  /** There are dearer variants too. */
  readonly from: boolean
  readonly tags: readonly string[]
  readonly saleable: Saleable
  readonly left?: number
  readonly merchant?: string
}

export type OfferView = {
  readonly name: string
  readonly terms: string
  readonly until?: number
  readonly code?: string
}

export type SectionView = Named & {
  readonly picture: Picture
  readonly count: number
  readonly children: readonly Named[]
}

export type HomeView = {
  readonly hero: CardView
  readonly offers: readonly OfferView[]
  readonly sections: readonly SectionView[]
  readonly deals: readonly CardView[]
  readonly fresh: readonly CardView[]
  readonly presale: readonly CardView[]
}

export type TreeNode = Named & {
  readonly count: number
  readonly current: boolean
  readonly children: readonly TreeNode[]
}

export type FacetView = {
  readonly key: string
  readonly name: string
  readonly values: readonly {
    readonly value: string
    readonly name: string
    readonly count: number
    readonly chosen: boolean
  }[]
}

export type Sort = "shelf" | "new" | "cheap" | "dear"

/** A category or the answer to a search; `category` is absent for a search. */
export type ListingView = {
  readonly category?: string
  readonly title: string
  readonly crumbs: readonly Named[]
  readonly tree: readonly TreeNode[]
  readonly facets: readonly FacetView[]
  readonly sort: Sort
  readonly cards: readonly CardView[]
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly query?: string
  /** Only what is reduced. */
  readonly reduced?: boolean
}

export type StockView = { readonly saleable: Saleable; readonly left?: number; readonly places?: readonly string[] }

export type VariantView = {
  readonly sku: string
  readonly label: string
  readonly price: Amount
  readonly listPrice?: Amount
  readonly stock: StockView
  readonly chosen: boolean
}

/** A line of explanation with its figure, if it has one. */
export type ReasonView = { readonly label: string; readonly amount?: Amount }

/** A purchase that is paid in two parts. */
export type PresaleView = {
  /** What is paid now. */
  readonly deposit: Amount
  /** What the deposit counts for, where an offer makes it more. */
  readonly worth?: Amount
  readonly total: Amount
  readonly tail: Amount
  /** When the tail is paid. */
  readonly from: number
  readonly until: number
}

export type ProductView = Named & {
  readonly description: string
  readonly picture: Picture
  readonly crumbs: readonly Named[]
  readonly tags: readonly string[]
  readonly merchant: { readonly name: string; readonly story: string }
  readonly variants: readonly VariantView[]
  readonly saving?: Amount
  readonly reasons: readonly ReasonView[]
  readonly facts: readonly { readonly name: string; readonly value: string }[]
  readonly kind: "physical" | "virtual" | "crossborder"
  /** When it would arrive, if ordered now. */
  readonly promise?: { readonly to: string; readonly from: number; readonly until: number }
  /** A calendar day. */
  readonly shipsFrom?: string
  readonly presale?: PresaleView
  readonly limited?: { readonly edition: number; readonly perBuyer: number }
  readonly stepGrams?: number
  /** What is on offer for it, with the terms. */
  readonly offers: readonly { readonly name: string; readonly terms?: string }[]
  readonly bundle: readonly (Named & {
    readonly picture: Picture
    readonly quantity: number
    readonly option?: string
  })[]
  readonly related: readonly CardView[]
  /** Why it could not be put in the cart, in words. */
  readonly problem?: string
  readonly quantity: number
}

/** One step from the list price to what is due. `off` amounts are negative. */
export type WaterfallStep = {
  readonly kind: "start" | "off" | "add" | "total"
  readonly label: string
  readonly amount: Amount
  readonly why?: string
}

export type LineOffer = { readonly name: string; readonly amount: Amount }

export type CartLineView = {
  readonly id: string
  readonly product: string
  readonly sku: string
  readonly name: string
  readonly option?: string
  readonly picture: Picture
  readonly unitPrice: Amount
  readonly listPrice?: Amount
  readonly quantity: number
  readonly most: number
  readonly total: Amount
  readonly before?: Amount
  readonly offers: readonly LineOffer[]
  readonly problem?: string
}

export type CartView = {
  readonly groups: readonly { readonly merchant: string; readonly lines: readonly CartLineView[] }[]
  readonly waterfall: readonly WaterfallStep[]
  /** What there is to say of goods that pass the border. */
  readonly imports?: readonly string[]
  /** Absent where something in the cart cannot be ordered. */
  readonly total?: Amount
  readonly saved?: Amount
  /** The offers within reach: what is missing, in words, and how far along (0 to 1). */
  readonly next: readonly { readonly name: string; readonly missing: string; readonly share: number }[]
  /** What offers give beside a lower price, and what of them falls short. */
  readonly given?: readonly { readonly name: string; readonly what: string }[]
  readonly refused: readonly { readonly name: string; readonly why: string }[]
  readonly codes: readonly { readonly code: string; readonly state: State }[]
  readonly code: Field
  readonly suggestions: readonly CardView[]
  readonly problems: readonly string[]
}

/** `most`: how many characters it takes. */
export type Field = { readonly value: string; readonly error?: string; readonly most?: number }

export type AddressFields = { readonly [name in keyof Required<PostalAddress>]: Field }

export type Choice = {
  readonly value: string
  readonly label: string
  readonly detail?: string
  readonly amount?: Amount
  readonly chosen: boolean
  readonly disabled?: boolean
}

export type SummaryLine = {
  readonly name: string
  readonly option?: string
  readonly picture: Picture
  readonly quantity: number
  readonly total: Amount
}

export type CheckoutView = {
  /** The cart, the quote that is shown, and what it says: the form sends all three back. */
  readonly cart: string
  readonly quote: string
  readonly shown: string
  readonly address: AddressFields
  /** Whether anything is sent; where all is digital, no address and no delivery is asked for. */
  readonly travels: boolean
  /** The province that delivery is reckoned for. */
  readonly region: string
  /** The provinces to choose from. */
  readonly provinces: readonly string[]
  readonly deliveries: readonly Choice[]
  /** Why the delivery that was wanted is not to be had; so for the payment. */
  readonly noDelivery?: string
  readonly payments: readonly Choice[]
  readonly noPayment?: string
  readonly note: Field
  readonly lines: readonly SummaryLine[]
  readonly waterfall: readonly WaterfallStep[]
  readonly imports?: readonly string[]
  /** What is due now: `total`, or its deposit. */
  readonly presale?: PresaleView
  readonly total: Amount
  readonly validUntil: number
  readonly problems: readonly string[]
}

export type PaymentStage = "ready" | "waiting" | "succeeded" | "late" | "failed" | "replaced" | "cancelled" | "closed"

export type PaymentView = {
  readonly order: string
  readonly payment: string
  readonly stage: PaymentStage
  readonly amount: Amount
  readonly method: string
  readonly expiresAt?: number
  /** Where the gateway's own page is. */
  readonly gateway?: string
  /** The payment that counts in place of this one. */
  readonly instead?: string
  /** The address of the next look, while it waits. */
  readonly next?: string
  /** What is said in place of the usual, where that would not be true of this order. */
  readonly detail?: string
  readonly reason?: string
}

/** The sandbox gateway's own page, where the buyer decides how this payment shall behave. */
export type SandboxView = {
  readonly payment: string
  readonly order: string
  readonly amount: Amount
  readonly merchant: string
  readonly answers: readonly { readonly value: string; readonly label: string; readonly detail: string }[]
}

export type TimelineEntry = {
  readonly title: string
  readonly detail?: string
  readonly who?: string
  readonly at?: number
  readonly mood: Mood
  /** Not yet: what is expected next. */
  readonly ahead?: boolean
}

export type ParcelView = {
  readonly id: string
  readonly title: string
  readonly state: State
  readonly from: string
  readonly carrier?: string
  readonly tracking?: string
  readonly promise?: { readonly from: number; readonly until: number }
  readonly lines: readonly { readonly name: string; readonly quantity: number }[]
  /** The oldest first. */
  readonly events: readonly TimelineEntry[]
}

/** A thing that may be done now: a link, or a form that posts. */
export type Action = {
  readonly label: string
  readonly to: string
  readonly post: boolean
  readonly weight: "main" | "plain" | "danger"
  readonly fields?: Readonly<Record<string, string>>
  /** What has to be said with it. */
  readonly ask?: { readonly name: string; readonly label: string; readonly field: Field }
}

/** The tax of one rate: what it is called, and how much of it there is. */
export type TaxLine = { readonly label: string; readonly amount: Amount }

export type OrderView = {
  readonly number: string
  readonly state: State
  readonly placedAt: number
  readonly timeline: readonly TimelineEntry[]
  readonly parcels: readonly ParcelView[]
  /** What is delivered online, and in a sentence whether it was. */
  readonly online?: { readonly text: string; readonly lines: ParcelView["lines"] }
  readonly lines: readonly (SummaryLine & { readonly product: string; readonly offers: readonly LineOffer[] })[]
  readonly waterfall: readonly WaterfallStep[]
  /** The tax in the total by rate, as an invoice states it. */
  readonly taxes?: readonly TaxLine[]
  readonly total: Amount
  readonly payments: readonly {
    readonly label: string
    readonly amount: Amount
    readonly state: State
    readonly at?: number
  }[]
  readonly address?: PostalAddress
  readonly note?: string
  readonly actions: readonly Action[]
}

export type TrackingView = { readonly order: string; readonly parcel: ParcelView }

export type ReturnFormView = {
  readonly order: string
  /** Nothing is sent back: all of it was delivered online. */
  readonly online?: true
  readonly lines: readonly (SummaryLine & {
    readonly id: string
    readonly most: number
    readonly chosen: number
    /** What one piece would bring back, and what all that may come back would. */
    readonly each: Amount
    readonly all: Amount
    readonly error?: string
    /** Why this line cannot be returned. */
    readonly barred?: string
    /** On what terms it can. */
    readonly terms?: string
  })[]
  readonly reasons: readonly Choice[]
  readonly note: Field
  readonly until?: number
  readonly problems: readonly string[]
}

export type ReturnView = {
  readonly number: string
  readonly order: string
  readonly state: State
  readonly timeline: readonly TimelineEntry[]
  readonly lines: readonly SummaryLine[]
  readonly refund: readonly WaterfallStep[]
  readonly actions: readonly Action[]
}

export type OrderRow = {
  readonly number: string
  readonly placedAt: number
  readonly state: State
  readonly total: Amount
  readonly pictures: readonly Picture[]
  readonly count: number
}

export type AccountView = {
  readonly name: string
  /** Absent for a guest, whose id is for nobody to read. */
  readonly email?: string
  readonly since?: number
  readonly orders: readonly OrderRow[]
  readonly returns: readonly { readonly number: string; readonly order: string; readonly state: State }[]
  /** Where the orders shown went to. */
  readonly addresses: readonly PostalAddress[]
  /** Where older orders are. */
  readonly next?: string
}

export type SignInView = {
  readonly problems: readonly string[]
  /** People of the sandbox one may walk in as. */
  readonly people: readonly { readonly id: string; readonly name: string; readonly detail: string }[]
  readonly next?: string
  /** Whoever has ordered without signing in finds the orders there. */
  readonly guest?: string
}

export type FailureView = {
  readonly status: number
  readonly title?: string
  readonly detail?: string
  /** What to quote when asking for help. */
  readonly reference?: string
}
