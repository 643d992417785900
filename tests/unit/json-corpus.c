/* SPDX-License-Identifier: MIT */
#include "json-corpus.h"

#include "json-made.h"
#include "jsonstring.h"

#define T(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}
#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const struct json_text values[] = {T("null"), T("true"), T("false"),
	T("\"\""), T("\"a\""), T("[]"), T("{}"), T("[[]]"), T("[{}]"),
	T("[null]"), T("[true,false,null]"), T("[\"\",0,[],{}]"),
	T("{\"a\":null}"), T("{\"a\":true}"), T("{\"a\":false}"),
	T("{\"a\":0}"), T("{\"a\":\"\"}"), T("{\"a\":[]}"), T("{\"a\":{}}"),
	T("{\"\":1}"), T("{\" \":1}"), T("{\"a\":{\"a\":{\"a\":1}}}"),
	T("{\"a\":1,\"b\":2,\"c\":3}"), T("[[1,[2,[3]],4],[]]"),
	T("{\"a\":[1,{\"b\":[2]}],\"c\":\"d\"}"), T("[\"a\",\"b\"]"),
	T("{\"{\":\"}\",\"[\":\"]\",\",\":\":\"}"), T("{\"csr\":{\"v\":1}}"),
	T("{\"csr\":1}"), T("{\"csr\":[]}"), T("{\"csr\":{},\"a\":1}"),
	T("{\"a\":{\"csr\":{\"csr\":{}}}}"), T("{\"\\u0063sr\":{\"v\":1}}"),
	T("{\"csr\":{},\"csr\":2}"), T("{\"csr\":{\"v\":1},\"csr\":2}"),
	T("{\"csr\":{\"a\":1},\"csr\":{\"b\":2}}"),
	T("{\"csr\":{\"a\":1},\"\\u0063sr\":null}"),
	T("{\"csr\":2,\"csr\":{\"v\":1}}")};

static const struct json_text numbers[] = {T("0"), T("-0"), T("1"), T("-1"),
	T("10"), T("100"), T("1.0"), T("1.5"), T("-1.5"), T("0.0"), T("-0.0"),
	T("1.10"), T("0e0"), T("0E0"), T("0e+0"), T("0e-0"), T("1e1"), T("1E1"),
	T("1e+1"), T("1E+1"), T("1e-1"), T("1E-1"), T("1.5e3"), T("1e05"),
	T("1e-05"), T("1e00"), T("0.1e1"), T("-1.5E-2"), T("1e22"), T("1e23"),
	T("1e308"), T("1e309"), T("-1e309"), T("1e400"), T("-1e400"),
	T("1e-400"), T("4.9e-324"), T("2.2250738585072011e-308"),
	T("1.7976931348623157e308"), T("9007199254740991"),
	T("9007199254740993"), T("9223372036854775807"),
	T("18446744073709551616"), T("12345678901234567890"),
	T("123456789012345678901234567890"), T("0.1234567890123456789"),
	T("0.000000000000000000000000000001"), T("[0]"), T("[-0,1.10]"),
	T("[1e400]"), T("{\"a\":1.10}"), T("{\"a\":12345678901234567890}"),
	T("{\"a\":-1e-1,\"b\":0}"), T(" 1 "), T("[1 ]"), T("[ 1]")};

static const struct json_text strtod_numbers[] = {T("01"), T("00"), T("-01"),
	T("-00"), T("007"), T("01.5"), T("00e1"), T("+1"), T("+0"), T("+1.5"),
	T("+1e1"), T(".5"), T("-.5"), T("+.5"), T(".5e1"), T("1."), T("0."),
	T("-1."), T("1.e5"), T("1.E2"), T("[01]"), T("[1.]"), T("[.5,1]"),
	T("[+1]"), T("{\"a\":01}"), T("{\"a\":1.}"), T("{\"a\":.5}"),
	T("{\"a\":+1}"), T("{\"phone\":+5511987654321}"),
	T("{\"phone\":0044123456}")};

static const struct json_text bad_numbers[] = {T("-"), T("+"), T("."), T("e"),
	T("E5"), T("1e"), T("1E"), T("1e+"), T("1e-"), T("1.5e"), T("0x10"),
	T("0X1F"), T("0x"), T("0b1"), T("0o7"), T("1-1"), T("1+1"), T("--1"),
	T("-+1"), T("++1"), T("1-"), T("1.2.3"), T("1..2"), T("1e1.5"),
	T("1e5e5"), T("1e+-5"), T("1_000"), T("1,000"), T("1 000"), T("1f"),
	T("1L"), T(".e1"), T("-.e1"), T("-e1"), T("- 1"), T("1 e5"), T("1e 5"),
	T("1. 5"), T("$1"), T("1%"), T("0xg"), T("[-]"), T("[1e]"), T("[.]"),
	T("{\"a\":-}"), T("{\"a\":1e}"), T("{\"a\":0x1}"), T("{\"a\":1a}"),
	T("\xD9\xA1"), T("\xE2\x88\x9E"), T("1\xC2\xBD"), T("1\x80"), T("\xFF"),
	T("1'000"), T("10e"), T("1ee5"), T("2026-11-22"), T("12:30")};

static const struct json_text not_numbers[] = {T("nan"), T("NaN"), T("NAN"),
	T("-nan"), T("-NaN"), T("+nan"), T("inf"), T("Inf"), T("-inf"),
	T("Infinity"), T("-Infinity"), T("+Infinity"), T("INFINITY"),
	T("[nan]"), T("[1,NaN]"), T("[-Infinity]"), T("{\"a\":nan}"),
	T("{\"a\":NaN}"), T("{\"a\":Infinity}"), T("nan1"), T("NaN1"),
	T("sNaN"), T("nan\0")};

static const struct json_text bad_words[] = {T("nul"), T("tru"), T("fals"),
	T("n"), T("t"), T("f"), T("nulll"), T("truee"), T("falsey"), T("Null"),
	T("NULL"), T("True"), T("TRUE"), T("False"), T("nil"), T("None"),
	T("undefined"), T("yes"), T("nan(1)"), T("infi"), T("truefalse"),
	T("true1"), T("1true"), T("true_"), T("null."), T("t rue"), T("[nul]"),
	T("[tru]"), T("{\"a\":nul}"), T("{\"a\":True}"), T("{\"a\":undefined}"),
	T("a"), T("a b"), T("'a'"), T("`a`"), T("['a']"), T("{'a':1}"),
	T("{a:1}"), T("{null:1}"), T("{true:1}"), T("{1:1}"), T("{[]:1}"),
	T("{{}:1}"), T("{\"a\":'b'}"), T("\342\200\234a\342\200\235"),
	T("nul\xC3\xA9"), T("tru\0"), T("null\0"), T("\\u0031"), T("\\\"a\"")};

static const struct json_text escapes[] = {T("\"\\\"\""), T("\"\\\\\""),
	T("\"\\/\""), T("\"\\b\""), T("\"\\f\""), T("\"\\n\""), T("\"\\r\""),
	T("\"\\t\""), T("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), T("\"/\""),
	T("\"\\u0041\""), T("\"\\u000a\""), T("\"\\u001F\""),
	T("\"\\u00e9\\u00E9\\uABCD\\uabcd\""), T("\"\\u007f\\u0080\""),
	T("\"\\ufeff\""), T("\"\\uFFFE\\uFFFF\""), T("\"\\\\u0041\""),
	T("\"\\\\\\u0041\""), T("\"\\\\\\\\\""), T("\"a\\tb\\nc\""),
	T("\"\\u0022\""), T("\"\\u005c\""), T("\"\\u005c\\u0022\""),
	T("{\"\\n\":\"\\n\"}"), T("{\"\\\"\":1}"), T("{\"\\\\\":1}"),
	T("{\"\\u0061\":\"\\u0061\"}"), T("{\"a\\/b\":1}"),
	T("\"\\uD83D\\uDE00\""), T("\"\\ud83d\\ude00\""),
	T("\"\\uD800\\uDC00\""), T("\"\\uDBFF\\uDFFF\""),
	T("\"\\uD800\\uDFFF\""), T("\"\\uDBFF\\uDC00\""),
	T("\"a\\ud83d\\ude00b\\ud83d\\ude01\""),
	T("{\"\\ud83d\\ude00\":\"\\ud83d\\ude00\"}"), T("\"\\\\ud83d\""),
	T("\"\\ud83d\\ude00\\u0041\"")};

static const struct json_text bad_escapes[] = {T("\"\\x41\""), T("\"\\a\""),
	T("\"\\v\""), T("\"\\e\""), T("\"\\0\""), T("\"\\1\""), T("\"\\'\""),
	T("\"\\ \""), T("\"\\B\""), T("\"\\N\""), T("\"\\U0041\""),
	T("\"\\U00000041\""), T("\"\\u\""), T("\"\\u1\""), T("\"\\u12\""),
	T("\"\\u123\""), T("\"\\u123 \""), T("\"\\u12g4\""), T("\"\\u00G0\""),
	T("\"\\u 123\""), T("\"\\u-123\""), T("\"\\u+123\""), T("\"\\u0x41\""),
	T("\"\\u{41}\""), T("\"\\u00\xC3\xA9\""), T("\"\\\xC3\xA9\""),
	T("\"\\\n\""), T("\"\\\r\n\""), T("\"\\\0\""), T("\"\\u004\0\""),
	T("\"\\"), T("\"\\\""), T("\"\\\\\\\""), T("\"\\u"), T("\"\\u004"),
	T("\"\\u0041"), T("\"\\ud83d\\u\""), T("\"\\ud83d\\ude0\""),
	T("\"\\ud83d\\x\""), T("{\"\\x\":1}"), T("{\"\\u00\":1}"),
	T("{\"a\":\"\\q\"}"), T("\"\\u003\"\"")};

static const struct json_text high_surrogates[] = {T("\"\\ud83d\""),
	T("\"\\ud83dx\""), T("\"x\\ud83d\""), T("\"\\ud83d\\n\""),
	T("\"\\ud83d\\u0041\""), T("\"\\ud83d\\ud83d\\ude00\""),
	T("\"\\ud83d \\ude00\""), T("\"\\ud83d\\\\ude00\""),
	T("\"\\ud83d\\ue000\""), T("\"\\ud83d\\udbff\""), T("[\"\\uDBFF\"]"),
	T("{\"\\ud83d\":1}"), T("{\"a\":\"\\ud83d\"}"),
	T("{\"a\":1,\"a\":\"\\ud83d\"}"), T("{\"a\":{\"b\":\"\\ud83d\"}}")};

static const struct json_text low_surrogates[] = {T("\"\\ude00\""),
	T("\"\\ude00x\""), T("\"x\\ude00\""), T("\"\\ude00\\ude00\""),
	T("\"\\ud83d\\ude00\\ude00\""), T("{\"\\ude00\":1}"),
	T("{\"a\":\"\\ude00\"}"), T("{\"b\":0,\"a\":\"\\uDFFF\"}")};

static const struct json_text escaped_nuls[] = {T("\"\\u0000\""),
	T("\"a\\u0000b\""), T("{\"a\":\"\\u0000\"}"), T("{\"\\u0000\":1}")};

static const struct json_text utf8[] = {T("\"\x7F\""), T("\"\xC2\x80\""),
	T("\"\xC3\xA9\""), T("\"\xDF\xBF\""), T("\"\xE0\xA0\x80\""),
	T("\"\xE1\x80\x80\""), T("\"\xEC\xBF\xBF\""), T("\"\xED\x9F\xBF\""),
	T("\"\xEE\x80\x80\""), T("\"\xEF\xBB\xBF\""), T("\"\xEF\xBF\xBD\""),
	T("\"\xEF\xBF\xBE\""), T("\"\xEF\xBF\xBF\""), T("\"\xEF\xB7\x90\""),
	T("\"\xF0\x90\x80\x80\""), T("\"\xF0\x9F\x98\x80\""),
	T("\"\xF1\x80\x80\x80\""), T("\"\xF3\xBF\xBF\xBF\""),
	T("\"\xF4\x80\x80\x80\""), T("\"\xF4\x8F\xBF\xBF\""),
	T("\"\xF0\x9F\xBF\xBF\""), T("\"\xE2\x80\xA8\xE2\x80\xA9\""),
	T("\"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z\""), T("\"e\xCC\x81\""),
	T("{\"\xC3\xA9\":\"\xC3\xA9\"}"),
	T("{\"Jos\xC3\xA9\":\"S\xC3\xA3o Paulo\"}"),
	T("{\"\xF0\x9F\x98\x80\":\"\xE0\xA4\xB9\"}"), T("[\"\xC3\xA9\"]")};

static const struct json_text not_utf8[] = {T("\"\x80\""), T("\"\xBF\""),
	T("\"\xC0\x80\""), T("\"\xC0\xAF\""), T("\"\xC1\xBF\""),
	T("\"\xE0\x80\x80\""), T("\"\xE0\x80\xAF\""), T("\"\xE0\x9F\xBF\""),
	T("\"\xF0\x80\x80\x80\""), T("\"\xF0\x80\x80\xAF\""),
	T("\"\xF0\x8F\xBF\xBF\""), T("\"\xED\xA0\x80\""), T("\"\xED\xAF\xBF\""),
	T("\"\xED\xB0\x80\""), T("\"\xED\xBF\xBF\""),
	T("\"\xED\xA0\xBD\xED\xB8\x80\""), T("\"\xF4\x90\x80\x80\""),
	T("\"\xF5\x80\x80\x80\""), T("\"\xF7\xBF\xBF\xBF\""),
	T("\"\xF8\x88\x80\x80\x80\""), T("\"\xFC\x84\x80\x80\x80\x80\""),
	T("\"\xFE\""), T("\"\xFF\""), T("\"\xFF\xFE\""), T("\"\xC3\""),
	T("\"\xE2\x82\""), T("\"\xE2\""), T("\"\xF0\x9F\x98\""),
	T("\"\xF0\x9F\""), T("\"\xF0\""), T("\"\xC3x\""), T("\"\xE2\x82x\""),
	T("\"\xF0\x9F\x98x\""), T("\"\xC3\xC3\xA9\""), T("\"\xC3\xA9\xA9\""),
	T("\"S\xE3o Paulo\""), T("\"Jos\xE9\""), T("[\"\xE9\"]"),
	T("{\"\xE9\":1}"), T("{\"a\":\"\xE9\"}"), T("{\"a\":[\"\xC0\x80\"]}")};

/* With \u001F and NUL apart: see the list. */
static const struct json_text control[] = {T("\"\n\""), T("\"a\nb\""),
	T("\"\t\""), T("\"\r\n\""), T("\"\x01\""), T("\"\x1B[31m\""),
	T("{\"\n\":1}"), T("{\"a\tb\":1}"), T("{\"a\":\"b\nc\"}"),
	T("[\"\x08\"]"), T("\"12345678\n\""), T("\"\x1E\""),
	T("{\"a\":\"\x1E\"}")};

static const struct json_text nul_or_1f[] = {T("\"\x1F\""), T("\"a\037b\""),
	T("{\"\x1F\":1}"), T("{\"a\":\"\x1F\"}"), T("\"\0\""), T("\"a\0b\""),
	T("{\"\0\":1}"), T("{\"a\":\"\0\"}"), T("[\"1234567\0\"]")};

static const struct json_text structure[] = {T(""), T("["), T("]"), T("{"),
	T("}"), T(","), T(":"), T("\""), T("[["), T("[]]"), T("{}}"), T("[}"),
	T("{]"), T("[1}"), T("{\"a\":1]"), T("{\"a\":[}"), T("{\"a\":]}"),
	T("[1,]"), T("[,1]"), T("[,]"), T("[1,,2]"), T("[1 2]"), T("[1:2]"),
	T("[\"a\":1]"), T("[1\"a\"]"), T("[\"a\"1]"), T("[\"a\"\"b\"]"),
	T("[[]1]"), T("[[][]]"), T("[{}{}]"), T("[1;2]"), T("[(1)]"), T("{,}"),
	T("{\"a\":1,}"), T("{,\"a\":1}"), T("{\"a\":1,,\"b\":2}"), T("{\"a\"}"),
	T("{\"a\":}"), T("{\"a\":,\"b\":1}"), T("{:1}"), T("{\"a\" 1}"),
	T("{\"a\",1}"), T("{\"a\"=1}"), T("{\"a\"::1}"), T("{\"a\":1:2}"),
	T("{\"a\":\"b\":\"c\"}"), T("{\"a\":1 \"b\":2}"), T("{\"a\":1\"b\":2}"),
	T("{\"a\":1;\"b\":2}"), T("{\"a\":1,\"b\"}"), T("{\"a\":1,2}"),
	T("{1}"), T("{\"a\":{}"), T("{\"a\":[1}"), T("{\"a\":1,\"b\":2"),
	T("[\"a\""), T("[\"a\","), T("[1"), T("[1,"), T("{\""), T("{\"a"),
	T("{\"a\""), T("{\"a\":"), T("{\"a\":\""), T("{\"a\":1"),
	T("{\"a\":1,"), T("{\"a\":1,\""), T("{\"a\":[1,2"), T("\"a"),
	T("\"a\nb"), T("{\"csr\""), T("{\"csr\":"), T("{\"csr\":{"),
	T("{\"csr\":{}"), T("{\"csr\":{\"v\":1}"), T("{\"csr\":{\"v\"}}"),
	T("{\"csr\":{,}}"), T("{\"csr\":{\"v\":1,}}")};

static const struct json_text behind[] = {T("1 2"), T("1,2"), T("1:2"),
	T("{}{}"), T("{} {}"), T("{}[]"), T("[]1"), T("[],"), T("{},"),
	T("{}:"), T("{}x"), T("{}\""), T("{}\"a\""), T("null null"),
	T("\"a\"\"b\""), T("\"a\" \"b\""), T("\"a\"b"), T("{\"a\":1}}"),
	T("{\"a\":1}]"), T("{\"a\":1},"), T("{\"a\":1}\n{\"a\":2}"),
	T("{\"a\":1}\0"), T("{}\0{}"), T("\"a\"\0"), T("[1]//x"), T("[1]#x"),
	T("1#x"), T("[1]/*x*/"), T("/*x*/[1]"), T("//x\n[1]"), T("# x\n1"),
	T("[1/*x*/]"), T("1;"), T("{};"), T("callback({})"), T("for(;;);{}"),
	T(")]}'\n{}"), T("{}\x1A"), T("{}\f"), T("{}\v"), T("{}\xC2\xA0"),
	T("{}\xEF\xBB\xBF"), T("{}\xFF")};

static const struct json_text blanks[] = {T(" {}"), T("{} "), T(" {} "),
	T("\t{}"), T("\r{}"), T("\n{}"), T("{}\n"), T("{}\r\n"), T("{}\r"),
	T("\r\n\t {}\t \r\n"), T("[ ]"), T("{ }"), T("[\n]"), T("{\r\n}"),
	T("[ 1 , 2 ]"), T("[1\n,\t2\r]"), T("{ \"a\" : 1 , \"b\" : 2 }"),
	T("{\n\t\"a\"\r\n:\n1\n}\n"), T("{\"a\":1\r}"), T("{\"a\" :1}"),
	T("{\"a\": 1}"), T("{ \"a\":1}"), T("{\"a\":1 }"), T(" null "),
	T("\ttrue\t"), T("\n\"a\"\n"), T("\" a \""),
	T("{\"csr\" : { \"v\" : 1 } }"), T(" [ [ ] , { } ] ")};

static const struct json_text only_blanks[] = {T(" "), T("\n"), T("\r\n"),
	T(" \t\r\n"), T("\f"), T("\v"), T("\b"), T("\xC2\xA0"),
	T("\xE2\x80\xA8"), T("\f{}"), T("\v{}"), T("\xC2\xA0{}"),
	T("\xE3\x80\x80{}"), T("{\f}"), T("{\v\"a\":1}"), T("{\"a\"\f:1}"),
	T("{\"a\":\302\240\061}"), T("[\f]"), T("[1\f]"),
	T("[1,\xC2\xA0\"2\"]"), T("\x1A"), T("[\v\"a\"]"), T("\\n{}"),
	T("\x85{}")};

static const struct json_text before_numbers[] = {T("\f1"), T("\v1"),
	T("[\f1]"), T("{\"a\":\f1}"), T("\xC2\xA0\061"), T("[1,\f2]")};

static const struct json_text marks[] = {T("\xEF\xBB\xBF{}"),
	T("\xEF\xBB\xBF 1"), T("\xEF\xBB\xBF\"a\""),
	T("\xEF\xBB\xBF{\"a\":1}\n")};

static const struct json_text bad_marks[] = {T("\xEF\xBB\xBF"), T("\xEF"),
	T("\xEF\xBB"), T("\xEF{}"), T("\xEF\xBB{}"), T(" \xEF\xBB\xBF{}"),
	T("\xEF\xBB\xBF\xEF\xBB\xBF{}"), T("[\xEF\xBB\xBF]"), T("\xFE\xFF{}"),
	T("\xFF\xFE{}"), T("\xFF\xFE{\0}\0"), T("\0{\0}")};

static const struct json_text nul_behind[] = {T("1\0"), T("1\0x"), T("[1\0]"),
	T("[1\0x,2]"), T("{\"a\":1\0}")};

static const struct json_text separators[] = {T("\0"), T("\0001"), T("[\0]"),
	T("\0 "), T("{\"a\":\0}"), T("[1,\0]"), T("1\x1E"), T("{}\x1E"),
	T("\x1E{}"), T("[1]\x1E"), T("\x1E"), T("1\x1E\062"), T("\"a\x1E{}"),
	T("{\"a\":\x1E{}}"), T("{\x1E}")};

static const struct json_text doubles[] = {T("{\"a\":1,\"a\":2}"),
	T("{\"a\":2,\"a\":1,\"b\":3}"), T("{\"a\":1,\"b\":3,\"a\":2}"),
	T("{\"a\":1,\"\\u0061\":2}"), T("{\"\\u0061\":1,\"a\":2}"),
	T("{\"\\u0061\":1,\"\\u0061\":2}"), T("{\"\":1,\"\":2}"),
	T("{\"a\":{\"b\":1},\"a\":{\"c\":2}}"), T("{\"a\":{\"b\":1,\"b\":2}}"),
	T("{\"a\":1,\"A\":2}"), T("{\"a/b\":1,\"a\\/b\":2}"),
	T("{\"a\":1,\"a\":1,\"a\":1}"), T("{\"\xC3\xA9\":1,\"\\u00e9\":2}"),
	T("{\"e\xCC\x81\":1,\"\xC3\xA9\":2}"),
	T("{\"\xF0\x9F\x98\x80\":1,\"\\ud83d\\ude00\":2}"),
	T("{\"csr\":{\"v\":1,\"v\":2},\"csr\":{\"v\":3}}"),
	T("[{\"a\":1,\"a\":2}]")};

const struct json_text json_samples[] = {
	T("{\"name\":\"Ana Souza\",\"company\":\"ACME\",\"phone\":"
	  "\"+5511987654321\",\"csr\":{\"v\":1,\"source\":\"list.csv\","
	  "\"line\":2,\"status\":\"pending\",\"campaign\":\"welcome\","
	  "\"channel\":\"whatsapp\",\"to\":\"+5511987654321\",\"key\":"
	  "\"9f3c00112233445566778899aabbccdd\",\"message\":{\"type\":\"text\","
	  "\"text\":{\"body\":\"Hello Ana Souza from ACME!\"}},\"granted\":"
	  "\"2026-11-22T10:00:00.123Z\",\"result\":{\"id\":\"wamid.HBgM\","
	  "\"attempts\":1,\"ms\":212}}}"),
	T("{\"name\":\"Jos\xC3\xA9 "
	  "\\ud83d\\ude00\",\"note\":\"a\\tb\\n\\\"c\\\""
	  " \\u00e9 \\\\\",\"tags\":[\"x\",[],{},null,true,false],\"amount\":"
	  "-12.50e+3,\"csr\":{\"status\":\"invalid\",\"error\":{\"code\":"
	  "131026,\"hint\":\"\xF0\x9F\x93\x9E\"},\"warnings\":[\"x\"]}}"),
	T("{}"),
	T(" { \"a\" : 1.10 , \"csr\" : { } , \"b\" : [ 1 , 2 ] }\r"),
	T("{\"a\":12345678901234567890,\"a\":1e400,\"\\u0061\":-0.0e-0,"
	  "\"\":[[[[{\"deep\":[0]}]]]]}"),
};

const size_t json_sample_count = COUNT(json_samples);

#define LIST(texts) texts, COUNT(texts), NULL

const struct json_group json_groups[] = {
	{"values", true, LIST(values)},
	{"numbers", true, LIST(numbers)},
	{"numbers as strtod() reads them", false, LIST(strtod_numbers)},
	{"numbers that nobody reads", false, LIST(bad_numbers)},
	{"not a number, and infinity", false, LIST(not_numbers)},
	{"words", false, LIST(bad_words)},
	{"escapes", true, LIST(escapes)},
	{"each \\u escape", true, NULL, 0, json_make_escape},
	{"escapes that are none", false, LIST(bad_escapes)},
	{"each byte behind a backslash", false, NULL, 0, json_make_bad_escape},
	{"lone high surrogates", true, LIST(high_surrogates)},
	{"each high surrogate", true, NULL, 0, json_make_high},
	{"lone low surrogates", true, LIST(low_surrogates)},
	{"each low surrogate", true, NULL, 0, json_make_low},
	{"\\u0000", true, LIST(escaped_nuls)},
	{"UTF-8", true, LIST(utf8)},
	{"characters at each place", true, NULL, 0, json_make_placed},
	{"bytes that are not UTF-8", false, LIST(not_utf8)},
	{"such bytes at each place", false, NULL, 0, json_make_stray},
	{"control characters in a string", false, LIST(control)},
	{"control characters at each place", false, NULL, 0, json_make_control},
	{"NUL or U+001F in a string", false, LIST(nul_or_1f)},
	{"NUL or U+001F at each place", false, NULL, 0, json_make_nul_or_1f},
	{"structure", false, LIST(structure)},
	{"text behind the value", false, LIST(behind)},
	{"each byte before a value", false, NULL, 0, json_make_before},
	{"each byte behind a value", false, NULL, 0, json_make_behind},
	{"each byte for a value", false, NULL, 0, json_make_inside},
	{"blanks", true, LIST(blanks)},
	{"blanks that are none", false, LIST(only_blanks)},
	{"blanks that are none, before a number", false, LIST(before_numbers)},
	{"byte order mark", false, LIST(marks)},
	{"byte order mark, broken", false, LIST(bad_marks)},
	{"NUL behind a number", false, LIST(nul_behind)},
	{"NUL or U+001E between tokens", false, LIST(separators)},
	{"the same name twice", true, LIST(doubles)},
	{"records cut off", false, NULL, 0, json_make_prefix},
	{"nesting to 64", true, NULL, 0, json_make_nested},
	{"nesting from 65", false, NULL, 0, json_make_deep},
	{"nesting beyond libjq 1.6", false, NULL, 0, json_make_very_deep},
	{"nesting that never ends", false, NULL, 0, json_make_unclosed},
	{"records", true, LIST(json_samples)},
};

const size_t json_group_count = COUNT(json_groups);

/* The strict reading is RFC 8259; what libjq is said to do holds for 1.6. */
const struct json_exception json_exceptions[] = {
	{"numbers as strtod() reads them", JSON_ACCEPTED_BY_LIBJQ, false,
		"libjq asks strtod(), the grammar says no: a phone number"
		" written without quotes would lose its + or its zeros"},
	{"not a number, and infinity", JSON_ACCEPTED_BY_LIBJQ, true,
		"libjq reads them; no other program could read the record"},
	{"lone high surrogates", JSON_REFUSED_BY_LIBJQ, false,
		"the grammar allows half a character; it passes through and"
		" is refused in a value that is used"},
	{"each high surrogate", JSON_REFUSED_BY_LIBJQ, false, "as above"},
	{"lone low surrogates", JSON_CHANGED_BY_LIBJQ, false,
		"libjq makes U+FFFD of it, json_unescape() refuses it"},
	{"each low surrogate", JSON_CHANGED_BY_LIBJQ, false, "as above"},
	{"\\u0000", JSON_CHANGED_BY_LIBJQ, false,
		"json_unescape() refuses it: no text contains NUL"},
	{"bytes that are not UTF-8", JSON_ACCEPTED_BY_LIBJQ, false,
		"libjq makes U+FFFD of them; whose name that damages should"
		" be told"},
	{"such bytes at each place", JSON_ACCEPTED_BY_LIBJQ, false, "as above"},
	{"NUL or U+001F in a string", JSON_ACCEPTED_BY_LIBJQ, true,
		"an oversight in libjq, mended in 1.7.1"},
	{"NUL or U+001F at each place", JSON_ACCEPTED_BY_LIBJQ, true,
		"as above"},
	{"blanks that are none, before a number", JSON_ACCEPTED_BY_LIBJQ, true,
		"libjq asks strtod(), which skips them"},
	{"byte order mark", JSON_ACCEPTED_BY_LIBJQ, false,
		"libjq drops it; here lines has dropped the one at the start"},
	{"NUL behind a number", JSON_ACCEPTED_BY_LIBJQ, true,
		"libjq's number ends there and what follows is lost"},
	{"NUL or U+001E between tokens", JSON_ACCEPTED_BY_LIBJQ, true,
		"libjq 1.6 takes U+001E for the end of a text everywhere, and"
		" NUL for the number 0"},
	{"nesting from 65", JSON_ACCEPTED_BY_LIBJQ, false,
		"the scanner calls itself; a bound keeps the stack small"},
	{"nesting beyond libjq 1.6", JSON_ACCEPTED_BY_LIBJQ, true,
		"libjq stops at 256 until 1.7, at 10000 since 1.8"},
};

const size_t json_exception_count = COUNT(json_exceptions);

bool
json_group_text(const struct json_group *group, size_t index, struct buf *text)
{
	buf_clear(text);
	if (group->make != NULL)
		return group->make(text, index);
	if (index >= group->count)
		return false;
	buf_add(text, group->texts[index].text, group->texts[index].len);
	return true;
}
