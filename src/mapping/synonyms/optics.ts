/** Names of what is measured at each eye, keyed by the part of the prescription's field behind the eye: `rightSphere`. */
const lensMeasurements: Readonly<Record<string, string>> = {
  Sphere: `
    sphere, sph, spherical, spher, spheric, sphere power, sphere value, distance sphere, dist sphere,
    distance sph, dist sph, sph dist, sph distance, dv sphere, dv sph, far sph, sph far, esf, esfera, power,
    spherical power, lens power, final sphere, subjective sphere, refraction sphere, sub sph, final sph, rx sph,
    rx sphere, s, dist power, distance power
  `,
  Cylinder: `
    cylinder, cyl, cylinder power, cyl power, cylindrical, distance cylinder, dist cylinder, distance cyl,
    dist cyl, cyl dist, cyl distance, dv cyl, far cyl, cyl far, cil, cilindro, final cylinder,
    subjective cylinder, sub cyl, final cyl, rx cyl, cylinder value, c, cly
  `,
  Axis: `
    axis, ax, axe, eje, cyl axis, cylinder axis, distance axis, dist axis, axis dist, axis distance, dv axis,
    far axis, axis far, axis degrees, axis degree, ax degrees, final axis, subjective axis, rx axis, axis value,
    sub axis, x
  `,
  Add: `
    add, addition, near add, reading add, near addition, reading addition, near addition value,
    reading addition value, near addn, addn, adicion, add power, addition power, near add power, additional,
    addition near, add near, add reading, nv add, add nv, bifocal add, final add, rx add, add value,
    addition value, adición, add 2
  `,
  IntermediateAdd: `
    intermediate add, inter add, int add, intermediate addition, intermediate addn, int addition, inter addition,
    add intermediate, add int, add inter, intermediate add power, mid add, iv add, add 1
  `,
  Prism: `
    prism, horizontal prism, h prism, prism h, prism horizontal, prism 1, prism value, prism amount, prism power,
    h prism value, prism dioptre, prism dioptres, dist prism, distance prism, prisma, prism diopters, prism dist,
    hprism, prism h value, prism in out, lateral prism
  `,
  PrismBase: `
    prism base, base, prism direction, horizontal base, h base, prism base h, base direction, base dir,
    prism dir, base prism, horizontal prism base, horizontal base direction, prism base direction, base 1,
    prism 1 base, prism base 1, dist base, distance base, h prism base, hbase, base h, base curve direction,
    base in out, base horizontal, dist prism base
  `,
  VerticalPrism: `
    vertical prism, v prism, prism v, prism vertical, prism 2, vert prism, prism vert, v prism value,
    prism v value, vprism, second prism, prism up down, prism ud
  `,
  VerticalPrismBase: `
    vertical prism base, vertical base, v base, prism base v, base vertical, vert base, vertical base direction,
    base 2, prism 2 base, prism base 2, v prism base, vbase, base v, prism base vertical, base up down
  `,
  Acuity: `
    acuity, va, visual acuity, vision, vis, va distance, distance va, va dist, dist va, va dv, corrected va,
    va corrected, best corrected va, bcva, visual, vision distance, distance vision, distance acuity,
    acuity distance, va with rx, va rx, va cc, agudeza visual, av, va final, final va, aided va, va value, va best
  `,
  BaseCurve: `
    base curve, bc, bozr, base curve mm, bc mm, back optic zone radius, bozr mm, base, curve, radius, back curve,
    base curve radius, bcr, cl bc, cl base curve, contact lens base curve, contact base curve, bcor, lens bc,
    boz radius
  `,
  Diameter: `
    diameter, diam, dia, diameter mm, dia mm, lens diameter, lens dia, total diameter, td, cl dia, cl diameter,
    contact lens diameter, contact diameter, dmt, lens diam, cl diam, overall diameter
  `,
  LensBrand: `
    lens brand, brand, lens name, lens make, lens manufacturer, cl brand, contact lens brand, contact lens name,
    contact lens, cl name, cl type, lens product, lens, manufacturer, product, product name, cl make, lens type,
    lens series, cl manufacturer, contact brand, brand name
  `,
  PupillaryDistance: `
    pupillary distance, pd, mono pd, monocular pd, monocular pupillary distance, pupil distance, distance pd,
    dist pd, pd distance, pd dist, mpd, pd mono, mono pupillary distance, dnp, pd far, far pd, half pd,
    monocular distance pd, pd value, pd monocular, pd mm, pupillary, interpupillary distance, centration,
    monocular centration distance, dpd, distance mono pd
  `,
};

/** The same for examinations, keyed by the part of the field before the eye: `acuityRight`. */
const eyeMeasurements: Readonly<Record<string, string>> = {
  unaidedAcuity: `
    unaided acuity, unaided va, unaided vision, unaided, ucva, vision, uncorrected va, va uncorrected,
    va unaided, vision unaided, uncorrected, uncorrected acuity, uncorrected visual acuity, unaided distance,
    distance unaided, unaided distance vision, va sc, sc va, sc, distance va sc, dva sc, v,
    unaided visual acuity, without correction, va without glasses, without glasses, va without correction, udva,
    ucdva, acuity unaided, uva, unaided distance va, va raw, v unaided
  `,
  acuity: `
    acuity, va, visual acuity, corrected va, best va, bcva, aided va, corrected acuity, corrected visual acuity,
    va corrected, best corrected va, best corrected visual acuity, va best, va cc, cc va, cc, distance va cc,
    dva cc, dva, distance va, va distance, distance acuity, aided, aided vision, aided acuity, with correction,
    va with glasses, va with correction, with glasses, va aided, cdva, va final, final va, best corrected acuity,
    best corrected, subjective va, refracted va, va with rx, corrected, corrected vision,
    visual acuity corrected, va dist, dist va, va rx, bva, bcdva
  `,
  nearAcuity: `
    near acuity, near va, nva, near vision, near va corrected, near visual acuity, va near, nv, near,
    acuity near, vision near, near vision acuity, reading acuity, reading va, near aided, near va sc, near va cc,
    near corrected va, nv acuity, near visual, n vision, near acuity value, unaided near va
  `,
  intraocularPressure: `
    intraocular pressure, iop, pressure, tonometry, iop value, iop mmhg, intraocular pressure value,
    intraocular pressure mmhg, eye pressure, tension, ocular tension, applanation, applanation pressure,
    goldmann, nct, pressure value, iop reading, iop applanation, tonometry value, tonometer, puff,
    perkins, iop corrected, iop gat, intra ocular pressure, pio, iop 1, iop avg, tonopen, pascal
  `,
};

const eyes = ['right', 'left'] as const;

/**
 * `right sphere, right sph, …`. How systems write the eye (`OD`, `RE`, `R`), and whether before or behind the
 * measurement, is known to the words of names.
 */
function ofEye(eye: string, names: string): string {
  return names
    .split(',')
    .map((name) => `${eye} ${name.trim()}`)
    .join(', ');
}

/** `rightSphere: 'right sphere, right sph, …'` and so on for both eyes. */
export const prescriptionEyeFields: Readonly<Record<string, string>> = Object.fromEntries(
  eyes.flatMap((eye) => Object.entries(lensMeasurements).map(([field, names]) => [eye + field, ofEye(eye, names)])),
);

/** `acuityRight: 'right acuity, right va, …'` and so on for both eyes. */
export const examinationEyeFields: Readonly<Record<string, string>> = Object.fromEntries(
  eyes.flatMap((eye) =>
    Object.entries(eyeMeasurements).map(([field, names]) => [
      `${field}${eye === 'right' ? 'Right' : 'Left'}`,
      ofEye(eye, names),
    ]),
  ),
);
