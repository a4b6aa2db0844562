import * as Layer from "effect/Layer"
import { FetchHttpClient } from "effect/http"
import { Otlp, OtlpSerialization } from "effect/observability"

// #region otlp
/** Spans, metrics and logs by OTLP over HTTP, as any OpenTelemetry collector takes them; 4318 is its usual port. */
export const openTelemetry = (baseUrl: string): Layer.Layer<never> =>
  Otlp.layer({ baseUrl, resource: { serviceName: "tea-shop" } }).pipe(
    Layer.provide(OtlpSerialization.layerJson),
    Layer.provide(FetchHttpClient.layer)
  )
// #endregion otlp
