'use strict';
// What the report says, in both languages: [中文, English].
const WORDS = {
  title: ['公开数据核对报告', 'Disclosures, checked'], overview: ['总览', 'Overview'], skip: ['跳到正文', 'Skip to content'],
  language: ['English', '中文'], documents: ['份文件', 'documents'], pages: ['页', 'pages'], tables: ['张表', 'tables'],
  facts: ['个数值', 'facts'], cards: ['张绩效表', 'cards'], claimed: ['金额已归属', 'of amounts claimed'],
  mismatches: ['处不符', 'mismatches'], unjudged: ['未能判断', 'unjudged'], failed: ['份未能读取', 'failed'],
  search: ['搜索单位、文件、地区、年份（按 / 键）', 'Search issuer, file, region, year (press /)'],
  all_years: ['所有年份', 'all years'], all_regions: ['所有地区', 'all regions'], all_results: ['所有结果', 'all results'],
  with_mismatch: ['有不符', 'with mismatches'], with_unjudged: ['有未判断', 'with unjudged'], clean: ['全部相符', 'clean'],
  not_read: ['未能读取', 'not read'], shown: ['显示', 'shown'], of: ['／共', 'of'], issuer: ['单位', 'Issuer'], file: ['文件', 'File'],
  year: ['年度', 'Year'], region: ['地区', 'Region'], kind: ['类别', 'Kind'],
  exact: ['相符', 'exact'], rounding: ['四舍五入差', 'rounding'], mismatch: ['不符', 'mismatch'],
  heat: ['格中数字：不符的核对数（没有不符时为相符的核对数）', 'A number counts mismatches, or where there is none what is exact'],
  tab_mismatch: ['不符', 'Mismatches'], tab_tables: ['表格', 'Tables'], tab_cards: ['绩效表', 'Cards'],
  tab_statements: ['文字中的金额', 'Sentences'], tab_unjudged: ['未能判断', 'Unjudged'], tab_notes: ['提示', 'Notes'],
  tab_unclaimed: ['未归属金额', 'Unclaimed amounts'], nothing: ['没有', 'Nothing here.'],
  filter_rows: ['筛选行', 'Filter rows'], page: ['第 # 页', 'page #'], line: ['第 # 行', 'line #'], code: ['编码', 'Code'], name: ['名称', 'Name'],
  left: ['左边', 'left'], right: ['右边', 'right'], difference: ['差额', 'difference'], slack: ['印刷精度允许', 'slack of the print'],
  operand: ['数值出处', 'Figure'], printed: ['印为', 'Printed'], place: ['位置', 'Place'], no_crop: ['没有版面图：', 'No picture: '],
  indicator: ['指标', 'Indicator'], target: ['目标值', 'Target'], weight: ['分值', 'Weight'], basis: ['依据', 'Basis'],
  goal: ['绩效目标', 'Goal'], budget: ['预算', 'Budget'], amount: ['金额', 'Amount'], sentence: ['句子', 'Sentence'], change: ['增减', 'Change'],
  functions: ['支出按功能分类', 'Spending by function'], by_year: ['各年度', 'by year'], by_issuer: ['各单位（前 30）', 'by issuer (largest 30)'],
  functions_note: ['取自各文件的一般公共预算支出表；没有该表的，取支出总表。同一单位同一年度只计一份。', 'From the general public expenditure table of each document, else its expenditure table; one document an issuer and year.'],
  unproved: ['列位置未经证明', 'column not proved'], empty: ['空表', 'printed empty'], more: ['再显示', 'show more'], check_note: ['说明', 'About'],
  cause: ['可能原因', 'Suspected cause'], proposed: ['改为此数即相符', 'figure that would close it'], same_cause: ['同一原因：核对', 'Same cause as check'],
  follow_ups: ['因同一原因不符的其他核对', 'Fails for the same reason'], suspect: ['疑误', 'suspected'], sort: ['按此列排序', 'Sort by this column'],
  no_documents: ['没有符合条件的文件。', 'No document fits these filters.'], not_judged: ['未能进行的核对', 'Checks that could not be evaluated'],
  pairings: ['互相关联的文件', 'Documents that belong together'], tab_pairs: ['关联文件', 'Related'], other: ['另一份', 'The other'], relation: ['关系', 'Relation'],
  alike: ['相同数值', 'facts alike'], unlike: ['不同数值', 'facts unlike'], agreeing: ['相符的数', 'They agree on'],
  pairs_note: ['按各自印出的单位、年度、地区和类别关联；两份文件之间的核对不计入单份文件。', 'Found by the issuer, year, region and kind they print. Checks between two documents are not counted with those of either.'],
};

// What the contract's words are called, in both languages; one that is missing here is shown as it is.
const { names: NAMES, causes: CAUSES } = {{names}};
