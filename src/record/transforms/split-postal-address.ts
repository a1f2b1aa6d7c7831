/** What a postal address in one cell is made of. */
export const addressParts = ['addressLine1', 'addressLine2', 'city', 'county', 'postcode'] as const;
export type AddressPart = (typeof addressParts)[number];

/** The parts of an address; '' for one that it does not have. */
export type PostalAddress = Readonly<Record<AddressPart, string>>;

const atTheEnd = /^(.*?)\s*\b((?:[A-Z]{1,2}\d[A-Z\d]?|GIR)\s*\d[ABD-HJLNP-UW-Z]{2})$/i;

/** Historic and ceremonial counties of the United Kingdom that are no towns, and how they are shortened. */
const counties = new Set(
  `avon,bedfordshire,beds,berkshire,berks,buckinghamshire,bucks,cambridgeshire,cambs,cheshire,cleveland,cornwall,cumbria,derbyshire,
devon,dorset,county durham,co durham,co. durham,east sussex,essex,gloucestershire,glos,greater london,greater manchester,gwent,gwynedd,
hampshire,hants,herefordshire,hertfordshire,herts,humberside,isle of wight,kent,lancashire,lancs,leicestershire,leics,lincolnshire,lincs,
merseyside,middlesex,middx,norfolk,northamptonshire,northants,northumberland,nottinghamshire,notts,oxfordshire,oxon,powys,rutland,
shropshire,somerset,staffordshire,staffs,suffolk,surrey,tyne and wear,tyne & wear,warwickshire,west midlands,west sussex,wiltshire,wilts,
worcestershire,worcs,yorkshire,north yorkshire,south yorkshire,east yorkshire,east riding of yorkshire,west yorkshire,n yorks,s yorks,
w yorks,clwyd,dyfed,conwy,denbighshire,flintshire,anglesey,ceredigion,pembrokeshire,carmarthenshire,monmouthshire,mid glamorgan,
south glamorgan,west glamorgan,glamorgan,aberdeenshire,angus,argyll,ayrshire,banffshire,berwickshire,caithness,clackmannanshire,dumfriesshire,
dunbartonshire,east lothian,fife,kinross-shire,lanarkshire,midlothian,moray,peeblesshire,perthshire,renfrewshire,roxburghshire,
selkirkshire,stirlingshire,sutherland,west lothian,county antrim,co antrim,county armagh,co armagh,county down,co down,county fermanagh,
co fermanagh,county tyrone,co tyrone,county londonderry,co londonderry`
    .replaceAll('\n', '')
    .split(','),
);

/**
 * Splits a British address that is cut by commas, semicolons or line breaks and ends with its postcode, or says null where it is
 * not one: `Flat 2, 14 Mill Lane, Otley, West Yorkshire, LS21 3AB`. The first piece is the first line, the last before the
 * postcode the town, a known county behind it the county, and what stands between is the second line. Without a postcode, with
 * fewer than two or more than five other pieces, nobody can tell.
 */
export function splitPostalAddress(text: string): PostalAddress | null {
  const pieces = text
    .split(/\s*[,;\r\n]\s*/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  const [, before = '', postcode] = atTheEnd.exec(pieces.pop() ?? '') ?? [];
  if (postcode === undefined) return null;
  if (before !== '') pieces.push(before);
  const county = pieces.length > 2 && counties.has(pieces.at(-1)?.toLowerCase() ?? '') ? (pieces.pop() ?? '') : '';
  const city = pieces.at(-1) ?? '';
  // A county where the town should be, or a town that has a house number, is an address of another form.
  if (pieces.length < 2 || pieces.length > 5 || /\d/.test(city) || counties.has(city.toLowerCase())) return null;
  return {
    addressLine1: pieces[0] ?? '',
    addressLine2: pieces.slice(1, -1).join(', '),
    city,
    county,
    postcode: postcode,
  };
}
