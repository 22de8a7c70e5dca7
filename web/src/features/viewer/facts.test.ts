import { describe, expect, it } from "vitest";
import { cameraName, exposure, exposureLine, placeLine } from "./facts";

const camera = { make: "", model: "", lens: "", f_number: null, exposure_s: null, iso: null, focal_length_mm: null };

describe("facts of a photo", () => {
  it("name the maker once", () => {
    expect(cameraName({ ...camera, make: "Canon", model: "Canon EOS 5D" })).toBe("Canon EOS 5D");
    expect(cameraName({ ...camera, make: "NIKON CORPORATION", model: "NIKON D90" })).toBe("NIKON D90");
    expect(cameraName({ ...camera, make: "Apple", model: "iPhone 4" })).toBe("Apple iPhone 4");
    expect(cameraName(camera)).toBe("");
  });

  it("write exposures as photographers do", () => {
    expect(exposure(1 / 60)).toBe("1/60 s");
    expect(exposure(2.5)).toBe("2.5 s");
    expect(exposure(0.5)).toBe("0.5 s");
    expect(exposureLine({ ...camera, f_number: 2.8, exposure_s: 0.01, iso: 80 })).toBe("ƒ/2.8 · 1/100 s · ISO 80");
    expect(exposureLine(camera)).toBe("");
  });

  it("fall back to the position where no place has a name", () => {
    const place = { latitude: 1.23456, longitude: -9, city: "", region: "", country: "", country_code: "", source: "gps" as const };
    expect(placeLine(place)).toBe("1.2346°, -9.0000°");
    expect(placeLine({ ...place, city: "Vienna", region: "Vienna", country: "Austria" })).toBe("Vienna, Austria");
  });
});
