/* SPDX-License-Identifier: MIT */
#include "columnwords.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "ascii.h"
#include "buf.h"
#include "translit.h"
#include "utf8.h"

/*
 * Lists of words, with a blank round each: in plain lower-case letters, and
 * together what is written as several ("numerodecontato").
 */

/* Articles and the like, in every name. */
#define SMALL \
	" the of your my s de do da dos das del el la los las o a os as seu " \
	"sua" \
	" su tu teu tua meu minha mi "

/* Whoever the list is of, and what forms ask with. */
#define PERSON \
	" customer customers client clients cliente clientes contact contato" \
	" contacto person pessoa persona individual buyer comprador recipient" \
	" destinatario subscriber assinante suscriptor member membro miembro " \
	"lead" \
	" patient paciente student aluno alumno guest hospede huesped " \
	"attendee" \
	" participant participante titular candidate candidato billing " \
	"default" \
	" preferred preferencial preferido main primary principal what is " \
	"qual" \
	" quale cual es enter please informe digite ingrese escriba best " \
	"melhor" \
	" mejor "

/* What a person can be reached by. */
#define REACHED \
	" user usuario personal pessoal private particular business value "

/* The same, though perhaps not alone. */
#define SHARED \
	" work trabalho trabajo comercial corporativo home" \
	" residencial company empresa organization "

#define WHATSAPP \
	" whatsapp whatsap whattsapp watsapp wathsapp whats wats zap zapzap " \
	"wpp" \
	" wapp wsp wanumber waphone "

struct field {
	const char *member;
	const char *words;     /* say that it is this */
	const char *preferred; /* say so best of all */
	const char *form;      /* beside one change nothing */
	const char *beside;    /* make it contained */
	const char *weak;      /* the whole name */
	const char *doubtful;  /* the whole name */
};

static const struct field fields[COLUMN_FIELD_COUNT] = {
	[COLUMN_PHONE] = {.member = "phone",
		.words =
			" phone phones telephone mobile cell cellphone cellular"
			" tel telefone telefono fone cel celular movil"
			" telemovel msisdn contactnumber contactno"
			" numerodecontato numerodecontacto numerocontato"
			" numerocontacto ",
		.preferred = WHATSAPP,
		.form = SMALL " number numbers numero num nro no n mobil ",
		.beside = PERSON REACHED SHARED
		" for para international internacional e164 withcountrycode"
		" includingcountrycode countrycodeincluded withareacode"
		" includingareacode comddd cddd comddi concodigo conlada ",
		.weak = " numero ",
		.doubtful = " contact contato contacto "},
	[COLUMN_NAME] = {.member = "name",
		.words = " name nome nombre nom nomeesobrenome"
			 " nombreyapellido nombreyapellidos nameandsurname"
			 " firstandlastname ",
		.form = SMALL " full complete completo ",
		.beside = PERSON,
		.weak = " customer client cliente ",
		.doubtful = " contact contato contacto person persona pessoa "},
	[COLUMN_COMPANY] = {.member = "company",
		.words = " company organization organisation org business"
			 " empresa companhia compania societe corporation corp"
			 " fantasia nomefantasia nomedefantasia"
			 " nombrecomercial nombredefantasia nombrefantasia"
			 " tradename tradingname ",
		.form = SMALL " name nome nombre ",
		.beside = PERSON " work razaosocial razonsocial ",
		.weak = " razaosocial razonsocial firm agency employer"
			" organizacao organizacion ",
		.doubtful = " legalname account accountname "},
	[COLUMN_EMAIL] = {.member = "email",
		.words = " email emails correo correoelectronico courriel"
			 " electronicmail enderecoeletronico"
			 " direccionelectronica ",
		.form = SMALL " address endereco direccion id eletronico"
			      " electronico ",
		.beside = PERSON REACHED SHARED " for para ",
		.weak = " mail mailaddress "},
	[COLUMN_CONSENT] = {.member = "consent",
		.words = " consent consents consentimento consentimiento optin"
			 " optedin lgpd gdpr rgpd aceita aceite aceito aceitou"
			 " acepta acepto accepts agrees agreed autoriza"
			 " autorizo autorizacao autorizacion permission"
			 " permissao permiso ",
		.form = SMALL,
		.beside = PERSON WHATSAPP
		" given to by for para por via no pelo marketing message"
		" messages mensagem mensagens mensaje mensajes receive"
		" receber recibir communication communications comunicacao"
		" comunicacoes comunicacion comunicaciones "},
	[COLUMN_FIRST_NAME] = {.member = "first_name",
		.words = " firstname fname givenname givennames forename"
			 " primeironome primernombre prenome prenom"
			 " nombredepila nomeproprio ",
		.form = SMALL,
		.beside = PERSON,
		.weak = " first "},
	[COLUMN_LAST_NAME] = {.member = "last_name",
		.words = " lastname lastnames lname surname surnames"
			 " familyname sobrenome sobrenomes apellido apellidos"
			 " apellidopaterno primerapellido ultimonome ",
		.form = SMALL,
		.beside = PERSON,
		.weak = " last "}};

/* A name: its words in plain lower-case letters, one after the other. */
enum { WORDS_MAX = 24, PHRASE_MAX = 4, NAME_MAX_BYTES = 200 };

struct words {
	char text[NAME_MAX_BYTES + 2]; /* the words without blanks */
	size_t ends[WORDS_MAX];
	size_t count;
	bool is_too_long; /* then it is no name for a field */
};

static bool
is_lower(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static bool
is_upper(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

/* phoneNumber and phone2 are two words each. */
static bool
is_beginning(char before, char byte)
{
	if (ascii_is_digit(byte))
		return !ascii_is_digit(before);
	if (is_upper(byte))
		return !is_upper(before);
	return !is_lower(before) && !is_upper(before);
}

/* A letter that has no plain form is part of a word we do not know. */
static bool
is_of_word(char byte)
{
	return is_lower(byte) || is_upper(byte) || ascii_is_digit(byte) ||
	       (unsigned char)byte >= 0x80;
}

/* Signs and pictures beyond ASCII are no letters: "N° celular", "☎ Fone". */
static void
blank_signs(char *text, size_t len)
{
	size_t step;

	for (; len > 0; text += step, len -= step) {
		const unsigned char *byte = (const unsigned char *)text;

		step = utf8_sequence(text, len);
		/* U+0080-00BF, U+2000-2BFF, U+FE0F, U+1F000-1FFFF */
		if ((step == 2 && byte[0] == 0xC2) ||
			(step == 3 && byte[0] == 0xE2 && byte[1] < 0xB0) ||
			(step == 3 && memcmp(text, "\xEF\xB8\x8F", 3) == 0) ||
			(step == 4 && byte[0] == 0xF0 && byte[1] == 0x9F))
			memset(text, ' ', step);
		step += step == 0;
	}
}

static void
split(const char *text, size_t len, struct words *words)
{
	size_t used = 0;
	char before = ' ';

	for (size_t i = 0; i < len; before = text[i++]) {
		if (!is_of_word(text[i]))
			continue;
		if (!is_of_word(before) ||
			(is_beginning(before, text[i]) &&
				(unsigned char)text[i] < 0x80))
			words->count++;
		if (words->count > WORDS_MAX || used >= NAME_MAX_BYTES) {
			words->is_too_long = true;
			return;
		}
		words->text[used++] = is_upper(text[i])
					      ? (char)(text[i] - 'A' + 'a')
					      : text[i];
		words->ends[words->count - 1] = used;
	}
}

/* Is the word in the list, which may be NULL? */
static bool
is_listed(const char *list, const char *word, size_t len)
{
	char padded[NAME_MAX_BYTES + 3];

	if (list == NULL || len == 0)
		return false;
	padded[0] = ' ';
	memcpy(padded + 1, word, len);
	padded[len + 1] = ' ';
	padded[len + 2] = '\0';
	return strstr(list, padded) != NULL;
}

static bool
is_number(const char *word, size_t len)
{
	while (len > 0 && ascii_is_digit(*word))
		word++, len--;
	return len == 0;
}

/* What the words say so far of one field. */
struct verdict {
	bool has_word, is_preferred, is_contained, is_shared, has_unknown;
};

static bool
judge(const struct field *field, const char *word, size_t len,
	struct verdict *verdict)
{
	if (is_listed(field->preferred, word, len))
		verdict->has_word = verdict->is_preferred = true;
	else if (is_listed(field->words, word, len))
		verdict->has_word = true;
	else if (is_listed(field->beside, word, len) || is_number(word, len)) {
		verdict->is_contained = true;
		verdict->is_shared |= is_listed(SHARED, word, len);
	} else
		return is_listed(field->form, word, len);
	return true;
}

/* Judge the words from index `at` on; how many were judged as one. */
static size_t
judge_phrase(const struct field *field, const struct words *words, size_t at,
	struct verdict *verdict)
{
	size_t start = at > 0 ? words->ends[at - 1] : 0;
	size_t count = words->count - at;

	/* The longest first: "nome e sobrenome" is not "nome". */
	for (count = count < PHRASE_MAX ? count : PHRASE_MAX; count > 0;
		count--)
		if (judge(field, words->text + start,
			    words->ends[at + count - 1] - start, verdict))
			return count;
	verdict->has_unknown = true;
	return 1;
}

static enum column_rank
rank(const struct field *field, const struct words *words)
{
	size_t len = words->ends[words->count - 1];
	struct verdict verdict = {0};

	if (is_listed(field->weak, words->text, len))
		return COLUMN_WEAK;
	if (is_listed(field->doubtful, words->text, len))
		return COLUMN_DOUBTFUL;
	for (size_t at = 0; at < words->count;)
		at += judge_phrase(field, words, at, &verdict);
	if (!verdict.has_word)
		return COLUMN_NO;
	if (verdict.has_unknown)
		return COLUMN_DOUBTFUL;
	if (verdict.is_preferred && !verdict.is_shared)
		return COLUMN_PREFERRED;
	return verdict.is_contained ? COLUMN_CONTAINED : COLUMN_EXACT;
}

static void
read_words(const char *name, size_t len, struct words *words)
{
	struct buf plain;

	*words = (struct words){0};
	buf_init(&plain, SIZE_MAX);
	if (len <= NAME_MAX_BYTES)
		translit_add(&plain, name, len);
	blank_signs(plain.data, plain.len);
	split(plain.data, plain.len, words);
	buf_release(&plain);
}

void
columnwords_rank(const char *name, size_t len,
	enum column_rank ranks[COLUMN_FIELD_COUNT])
{
	struct words words;

	read_words(name, len, &words);
	for (int field = 0; field < COLUMN_FIELD_COUNT; field++) {
		const char *member = fields[field].member;

		if (len == strlen(member) && memcmp(name, member, len) == 0)
			ranks[field] = COLUMN_OWN;
		else if (words.count == 0 || words.is_too_long)
			ranks[field] = COLUMN_NO;
		else
			ranks[field] = rank(&fields[field], &words);
	}
}

enum column_role
columnwords_role(const char *name, size_t len)
{
	static const char *const roles[] = {[COLUMN_BUYER] = " buyer comprador "
							     "billing titular ",
		[COLUMN_RECIPIENT] =
			" recipient destinatario student aluno patient"
			" paciente guest hospede huesped attendee participant"
			" participante candidate candidato "};
	struct words words;
	size_t start = 0;

	read_words(name, len, &words);
	for (size_t i = 0; i < words.count && !words.is_too_long; i++) {
		len = words.ends[i] - start;
		for (int role = COLUMN_BUYER; role <= COLUMN_RECIPIENT; role++)
			if (is_listed(roles[role], words.text + start, len))
				return role;
		start = words.ends[i];
	}
	return COLUMN_ANYBODY;
}

bool
columnwords_is_bare_name(const char *name)
{
	struct words words;

	read_words(name, strlen(name), &words);
	return words.count == 1 && !words.is_too_long &&
	       is_listed(" nome nombre name nom ", words.text, words.ends[0]);
}

bool
columnwords_is_place(const char *name, size_t len)
{
	static const char places[] =
		" street address rua logradouro endereco bairro cep complemento"
		" calle direccion colonia barrio zip zipcode postcode ";
	struct words words;

	read_words(name, len, &words);
	return words.count == 1 && !words.is_too_long &&
	       is_listed(places, words.text, words.ends[0]);
}

const char *
columnwords_member(enum column_field field)
{
	return fields[field].member;
}
