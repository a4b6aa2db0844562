/** An own property that is told when it is asked for: whoever spreads, compares or encodes its object has it all the same. */
export const asked = <A>(get: () => A): PropertyDescriptor => ({ enumerable: true, configurable: true, get })
