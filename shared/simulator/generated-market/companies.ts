/*
 * The cast of the DEMO market. Every company is invented, so that no real one is ever shown with an invented price;
 * tickers were chosen to belong to nobody, Korean codes carry the prefix `DK:`, which no real market has.
 */
export const SECTORS = [
  'technology',
  'health',
  'finance',
  'energy',
  'industry',
  'consumer',
  'materials',
  'communication',
] as const;
export type Sector = (typeof SECTORS)[number];

export interface Company {
  readonly symbol: string;
  readonly nameEn: string;
  readonly nameKo: string;
  readonly sector: Sector;
  readonly exchange: 'demo-us' | 'demo-krx';
}

type Row = readonly [symbol: string, nameEn: string, nameKo: string, sector: Sector];

const AMERICAN: readonly Row[] = [
  ['HRBM', 'Harbourmoor Freight', '하버무어 프레이트', 'industry'],
  ['QVLM', 'Quillmere Systems', '퀼미어 시스템즈', 'technology'],
  ['BRXO', 'Brixora Devices', '브릭소라 디바이스', 'technology'],
  ['NUVQL', 'Nuvaquil Software', '누바퀼 소프트웨어', 'technology'],
  ['PXMR', 'Pixmoor Displays', '픽스무어 디스플레이', 'technology'],
  ['DRFN', 'Driftnode Cloud', '드리프트노드 클라우드', 'technology'],
  ['CIRVN', 'Cirvane Semiconductor', '서베인 세미컨덕터', 'technology'],
  ['KELWK', 'Kelwick Robotics', '켈윅 로보틱스', 'technology'],
  ['MDRQ', 'Medlarque Labs', '메들라크 랩스', 'health'],
  ['TMBLN', 'Tamberlyn Biologics', '탬벌린 바이오로직스', 'health'],
  ['HLSD', 'Hollisade Health', '홀리세이드 헬스', 'health'],
  ['PLLVA', 'Pelluvia Therapeutics', '펠루비아 테라퓨틱스', 'health'],
  ['SRLBN', 'Sorrelbourne Diagnostics', '소렐본 진단', 'health'],
  ['DNMW', 'Dunmarrow Bank', '던매로 은행', 'finance'],
  ['LKHL', 'Larkhallow Insurance', '라크할로 보험', 'finance'],
  ['BRMQ', 'Bramquist Holdings', '브램퀴스트 홀딩스', 'finance'],
  ['CPVN', 'Coppervane Payments', '코퍼베인 페이먼츠', 'finance'],
  ['WXMT', 'Wexmarch Trust', '웩스마치 신탁', 'finance'],
  ['GHLW', 'Galehollow Wind', '게일할로 윈드', 'energy'],
  ['SLQP', 'Solquarry Power', '솔쿼리 파워', 'energy'],
  ['UMRW', 'Umberrow Oil', '엄버로 오일', 'energy'],
  ['TDMRO', 'Tidemarrow Energy', '타이드매로 에너지', 'energy'],
  ['KRVSL', 'Korvessel Lithium', '코베셀 리튬', 'energy'],
  ['IRNQ', 'Ironquay Machines', '아이언키 머신', 'industry'],
  ['STLQ', 'Stellarquist Aerospace', '스텔라퀴스트 항공우주', 'industry'],
  ['PLVTN', 'Ploverton Rail', '플로버턴 철도', 'industry'],
  ['GNTWL', 'Gantrywell Cranes', '갠트리웰 크레인', 'industry'],
  ['AXMML', 'Axelmere Motors', '액슬미어 모터스', 'industry'],
  ['MPCR', 'Maplecrumb Foods', '메이플크럼 푸드', 'consumer'],
  ['BRNDL', 'Brindlecup Coffee', '브린들컵 커피', 'consumer'],
  ['THMSO', 'Threadmoss Apparel', '스레드모스 어패럴', 'consumer'],
  ['PBWK', 'Pebblewick Toys', '페블윅 토이', 'consumer'],
  ['HNFN', 'Honeyfen Grocers', '허니펜 식료품', 'consumer'],
  ['NMRO', 'Nimbleroo Travel', '님블루 트래블', 'consumer'],
  ['QRLC', 'Quarrelle Copper', '쿼렐 구리', 'materials'],
  ['FDSMO', 'Feldstromo Chemicals', '펠드스트로모 케미컬', 'materials'],
  ['BSLTN', 'Basaltine Cement', '바살틴 시멘트', 'materials'],
  ['ECLHO', 'Echolarch Media', '에콜라치 미디어', 'communication'],
  ['VNTLP', 'Vantelope Mobile', '밴틀로프 모바일', 'communication'],
  ['SKWNR', 'Skywrenner Satellites', '스카이레너 위성', 'communication'],
];

const KOREAN: readonly Row[] = [
  ['DK:900110', 'Noeulbit Semiconductor', '노을빛반도체', 'technology'],
  ['DK:900120', 'Saebyeokgyeol Soft', '새벽결소프트', 'technology'],
  ['DK:900130', 'Nurisol Display', '누리솔디스플레이', 'technology'],
  ['DK:900140', 'Dodammaru Robotics', '도담마루로봇', 'technology'],
  ['DK:900210', 'Onsaemion Pharm', '온새미온제약', 'health'],
  ['DK:900220', 'Gaonsum Health', '가온숨헬스', 'health'],
  ['DK:900310', 'Mirdam Bank', '미르담은행', 'finance'],
  ['DK:900320', 'Hanulteo Securities', '한울터증권', 'finance'],
  ['DK:900330', 'Solgyeol Insurance', '솔결보험', 'finance'],
  ['DK:900410', 'Baramkkot Energy', '바람꽃에너지', 'energy'],
  ['DK:900420', 'Haetsalmadang Solar', '햇살마당태양광', 'energy'],
  ['DK:900510', 'Keunneoul Shipbuilding', '큰너울조선', 'industry'],
  ['DK:900520', 'Dalguji Mobility', '달구지모빌리티', 'industry'],
  ['DK:900530', 'Dolchae Heavy Industries', '돌채중공업', 'industry'],
  ['DK:900610', 'Kkotsaemip Cosmetics', '꽃샘잎화장품', 'consumer'],
  ['DK:900620', 'Durebap Foods', '두레밥식품', 'consumer'],
  ['DK:900710', 'Musoegyeol Steel', '무쇠결철강', 'materials'],
  ['DK:900720', 'Pureunmot Chemicals', '푸른못화학', 'materials'],
  ['DK:900810', 'Mearigol Telecom', '메아리골통신', 'communication'],
  ['DK:900820', 'Iyagitteul Entertainment', '이야기뜰엔터', 'communication'],
];

const company =
  (exchange: Company['exchange']) =>
  ([symbol, nameEn, nameKo, sector]: Row): Company => ({ symbol, nameEn, nameKo, sector, exchange });

/** The 60 stocks, in the order in which every array of the generator holds them. */
export const COMPANIES: readonly Company[] = [...AMERICAN.map(company('demo-us')), ...KOREAN.map(company('demo-krx'))];

export const MARKET_INDEX = { symbol: 'DK:NOD40', nameEn: 'Nod Demo 40 index', nameKo: '노드 연습 40 지수' } as const;
