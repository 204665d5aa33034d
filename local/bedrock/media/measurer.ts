import type { Store } from "../../store.ts";
import { type DecoderPool, MeasuringFailed } from "./decoder-pool.ts";
import type { ImageMeasurement, Measurement } from "./measurement.ts";

/** Bytes on disk, and a name under which the same bytes are known again. */
export interface MediaFile {
  readonly path: string;
  /** Equal for equal bytes, different for different ones. */
  readonly identity: string;
}

export interface Measurer {
  /** @throws MeasuringFailed */
  media(file: MediaFile): Promise<Measurement>;
  /** @throws MeasuringFailed */
  image(path: string): Promise<ImageMeasurement>;
}

/** Changes with the way of measuring, so that numbers of an older way are not taken for new ones. */
const MEASURING = "3";
/** Measurements kept at hand; the others are read from the store. */
const AT_HAND = 16;

type Stored = { readonly result: Measurement } | { readonly unprocessable: string };

/** Measures each file once: Pegasus and Marengo, and a host that was started again, share the decoding. */
export function createMeasurer(store: Store, pool: DecoderPool): Measurer {
  const records = store.records<Stored>("bedrock-measurements");
  const recent = new Map<string, Promise<Measurement>>();

  const measure = async ({ path, identity }: MediaFile): Promise<Measurement> => {
    const key = `${MEASURING}/${identity}`;
    const stored = await records.get(key);
    if (stored !== undefined) return opened(stored);
    try {
      const result = (await pool.measure({ kind: "media", path })) as Measurement;
      await records.put(key, { result });
      return result;
    } catch (error) {
      if (error instanceof MeasuringFailed && error.fault === "unprocessable") {
        await records.put(key, { unprocessable: error.message });
      }
      throw error;
    }
  };

  return {
    media(file) {
      const running = recent.get(file.identity) ?? measure(file);
      recent.delete(file.identity);
      recent.set(file.identity, running);
      running.catch(() => recent.delete(file.identity));
      for (const key of [...recent.keys()].slice(0, -AT_HAND)) recent.delete(key);
      return running;
    },
    image: async (path) => (await pool.measure({ kind: "image", path })) as ImageMeasurement,
  };
}

function opened(stored: Stored): Measurement {
  if ("result" in stored) return stored.result;
  throw new MeasuringFailed("unprocessable", stored.unprocessable);
}
