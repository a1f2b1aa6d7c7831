/** How systems write the two eyes: Latin (oculus dexter, sinister), English, and by one letter. */
const eyes = {
  right: ['right', 'right eye', 're', 'od', 'r'],
  left: ['left', 'left eye', 'le', 'os', 'l'],
} as const;

type Eye = keyof typeof eyes;

/**
 * `od sph, sph od, right sph, …`: each name of a measurement with each name of the eye, before and behind it.
 * A single letter is not put behind a short name: `VA L` would be `val`.
 */
export function ofEye(eye: Eye, measurements: string): string {
  const names: string[] = [];
  for (const measurement of measurements.split(',').map((name) => name.trim())) {
    for (const side of eyes[eye]) {
      names.push(`${side} ${measurement}`);
      if (side.length > 1 || measurement.length > 2) names.push(`${measurement} ${side}`);
    }
  }
  return names.join(', ');
}

/** Names of the fields of a prescription that each eye has, keyed by the part of the field's name behind the eye. */
const measurements: Readonly<Record<string, string>> = {
  Sphere: 'sphere, sph, spherical',
  Cylinder: 'cylinder, cyl',
  Axis: 'axis',
  Add: 'add, addition, near add, reading add, near addition, reading addition',
  IntermediateAdd: 'intermediate add, inter add, int add, intermediate addition',
  Prism: 'prism, horizontal prism, h prism, prism h',
  PrismBase: 'prism base, base, prism direction, horizontal base, h base, prism base h',
  VerticalPrism: 'vertical prism, v prism, prism v',
  VerticalPrismBase: 'vertical prism base, vertical base, v base, prism base v',
  Acuity: 'acuity, va, visual acuity, vision, vis',
  BaseCurve: 'base curve, bc, bozr',
  Diameter: 'diameter, diam, dia',
  LensBrand: 'lens brand, brand',
  PupillaryDistance: 'pupillary distance, pd, mono pd, monocular pd',
};

/** `rightSphere: 'right sphere, sphere right, od sph, …'` and so on for both eyes. */
export const prescriptionEyeFields: Readonly<Record<string, string>> = Object.fromEntries(
  (['right', 'left'] as const).flatMap((eye) =>
    Object.entries(measurements).map(([field, names]) => [eye + field, ofEye(eye, names)]),
  ),
);
