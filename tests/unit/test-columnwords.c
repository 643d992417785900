/* SPDX-License-Identifier: MIT */
/* What the columns of real lists hold, by their names. */
#include <stdio.h>

#include "columnwords.h"
#include "tap.h"

/* What the column is, and how sure that is; "": nothing is taken. */
struct expected {
	const char *name, *member;
	enum column_rank rank;
};

#define OWN COLUMN_OWN
#define PREFERRED COLUMN_PREFERRED
#define EXACT COLUMN_EXACT
#define CONTAINED COLUMN_CONTAINED
#define WEAK COLUMN_WEAK

static const struct expected phones[] = {
	{"phone", "phone", OWN},
	{"Phone", "phone", EXACT},
	{"PHONE", "phone", EXACT},
	{"Phones", "phone", EXACT},
	{"Telephone", "phone", EXACT},
	{"mobile", "phone", EXACT},
	{"Cell", "phone", EXACT},
	{"Cell phone", "phone", EXACT},
	{"cellular", "phone", EXACT},
	{"Mobile Phone", "phone", EXACT},
	{"mobile_phone", "phone", EXACT},
	{"Phone number", "phone", EXACT},
	{"phone_number", "phone", EXACT},
	{"phoneNumber", "phone", EXACT},
	{"PhoneNumber", "phone", EXACT},
	{"Phone No.", "phone", EXACT},
	{"Mobile no", "phone", EXACT},
	{"Contact Number", "phone", EXACT},
	{"contact no.", "phone", EXACT},
	{"Telefone", "phone", EXACT},
	{"TELEFONE:", "phone", EXACT},
	{"Telefono", "phone", EXACT},
	{"Teléfono", "phone", EXACT},
	{"Tele\xCC\x81"
	 "fono",
		"phone", EXACT},
	{"téléphone", "phone", EXACT},
	{"Tel", "phone", EXACT},
	{"Tel.", "phone", EXACT},
	{"Fone", "phone", EXACT},
	{"Celular", "phone", EXACT},
	{"Cel.", "phone", EXACT},
	{"Móvil", "phone", EXACT},
	{"Telemóvel", "phone", EXACT},
	{"Telefone celular", "phone", EXACT},
	{"Teléfono móvil", "phone", EXACT},
	{"Nº de telefone", "phone", EXACT},
	{"N° celular", "phone", EXACT},
	{"Número de celular", "phone", EXACT},
	{"Número do telefone", "phone", EXACT},
	{"Número de contato", "phone", EXACT},
	{"Your phone number", "phone", EXACT},
	{"MSISDN", "phone", EXACT},
	{"☎️ Telefone", "phone", EXACT},
	{"📱Celular", "phone", EXACT},
	{"Customer’s phone", "phone", CONTAINED},
	{"Contact phone", "phone", CONTAINED},
	{"Customer's mobile phone", "phone", CONTAINED},
	{"Phone 1", "phone", CONTAINED},
	{"phone2", "phone", CONTAINED},
	{"Phone 1 - Value", "phone", CONTAINED},
	{"Business Phone", "phone", CONTAINED},
	{"Home Phone", "phone", CONTAINED},
	{"Primary phone", "phone", CONTAINED},
	{"Company phone", "phone", CONTAINED},
	{"billing_phone", "phone", CONTAINED},
	{"Phone (with area code)", "phone", CONTAINED},
	{"Phone (E.164)", "phone", CONTAINED},
	{"Telefone do cliente", "phone", CONTAINED},
	{"Telefone da empresa", "phone", CONTAINED},
	{"Telefone para contato", "phone", CONTAINED},
	{"Celular (com DDD)", "phone", CONTAINED},
	{"Celular c/ DDD", "phone", CONTAINED},
	{"Teléfono del cliente", "phone", CONTAINED},
	{"What is your phone number?", "phone", CONTAINED},
	{"Whatsapp", "phone", PREFERRED},
	{"WhatsApp", "phone", PREFERRED},
	{"WHATSAPP", "phone", PREFERRED},
	{"Whats App", "phone", PREFERRED},
	{"WhatsApp number", "phone", PREFERRED},
	{"whatsapp_number", "phone", PREFERRED},
	{"WhatsApp Phone Number", "phone", PREFERRED},
	{"WhatsApp Business", "phone", PREFERRED},
	{"Telefone / WhatsApp", "phone", PREFERRED},
	{"Celular (WhatsApp)", "phone", PREFERRED},
	{"Número de WhatsApp", "phone", PREFERRED},
	{"Qual é o seu WhatsApp?", "phone", PREFERRED},
	{"¿Cuál es tu WhatsApp?", "phone", PREFERRED},
	{"Zap", "phone", PREFERRED},
	{"Wpp", "phone", PREFERRED},
	{"Número", "phone", WEAK},
	{"numero", "phone", WEAK},
};

static const struct expected names[] = {
	{"name", "name", OWN},
	{"Name", "name", EXACT},
	{"Full name", "name", EXACT},
	{"fullName", "name", EXACT},
	{"full_name", "name", EXACT},
	{"Nome", "name", EXACT},
	{"NOME", "name", EXACT},
	{"Nome completo", "name", EXACT},
	{"Nome e sobrenome", "name", EXACT},
	{"Seu nome", "name", EXACT},
	{"Nombre", "name", EXACT},
	{"Nombre(s)", "name", EXACT},
	{"Nombre y apellidos", "name", EXACT},
	{"nom", "name", EXACT},
	{"First and last name", "name", EXACT},
	{"customer_name", "name", CONTAINED},
	{"client_name", "name", CONTAINED},
	{"Contact Name", "name", CONTAINED},
	{"person_name", "name", CONTAINED},
	{"individual_name", "name", CONTAINED},
	{"Nome do cliente", "name", CONTAINED},
	{"Nombre del paciente", "name", CONTAINED},
	{"Qual é o seu nome?", "name", CONTAINED},
	{"Cliente", "name", WEAK},
	{"Customer", "name", WEAK},
	{"First name", "first_name", EXACT},
	{"first_name", "first_name", OWN},
	{"firstName", "first_name", EXACT},
	{"fname", "first_name", EXACT},
	{"Given name", "first_name", EXACT},
	{"Primeiro nome", "first_name", EXACT},
	{"Primer nombre", "first_name", EXACT},
	{"Prénom", "first_name", EXACT},
	{"billing_first_name", "first_name", CONTAINED},
	{"First", "first_name", WEAK},
	{"Last name", "last_name", EXACT},
	{"last_name", "last_name", OWN},
	{"lname", "last_name", EXACT},
	{"Surname", "last_name", EXACT},
	{"Family name", "last_name", EXACT},
	{"Sobrenome", "last_name", EXACT},
	{"Apellido", "last_name", EXACT},
	{"Apellido(s)", "last_name", EXACT},
	{"Apellido paterno", "last_name", EXACT},
	{"Last", "last_name", WEAK},
};

static const struct expected others[] = {
	{"company", "company", OWN},
	{"Company", "company", EXACT},
	{"Company name", "company", EXACT},
	{"company_name", "company", EXACT},
	{"organization", "company", EXACT},
	{"Organisation", "company", EXACT},
	{"Organization Name", "company", EXACT},
	{"org", "company", EXACT},
	{"business", "company", EXACT},
	{"Corporation", "company", EXACT},
	{"corp", "company", EXACT},
	{"Empresa", "company", EXACT},
	{"Nome da empresa", "company", EXACT},
	{"Nombre de la empresa", "company", EXACT},
	{"Compañía", "company", EXACT},
	{"Companhia", "company", EXACT},
	{"Société", "company", EXACT},
	{"Nome Fantasia", "company", EXACT},
	{"NOME_FANTASIA", "company", EXACT},
	{"Nombre comercial", "company", EXACT},
	{"Trade name", "company", EXACT},
	{"Empresa do cliente", "company", CONTAINED},
	{"Empresa / Razão Social", "company", CONTAINED},
	{"Razão Social", "company", WEAK},
	{"RAZAO SOCIAL", "company", WEAK},
	{"Razón social", "company", WEAK},
	{"Agency", "company", WEAK},
	{"email", "email", OWN},
	{"E-mail", "email", EXACT},
	{"e_mail", "email", EXACT},
	{"E Mail", "email", EXACT},
	{"eMail", "email", EXACT},
	{"EMAIL", "email", EXACT},
	{"Email address", "email", EXACT},
	{"email_address", "email", EXACT},
	{"E-mail Address", "email", EXACT},
	{"Email ID", "email", EXACT},
	{"electronic_mail", "email", EXACT},
	{"Endereço de e-mail", "email", EXACT},
	{"Endereço eletrônico", "email", EXACT},
	{"Correo", "email", EXACT},
	{"Correo electrónico", "email", EXACT},
	{"Dirección de correo electrónico", "email", EXACT},
	{"courriel", "email", EXACT},
	{"Seu melhor e-mail", "email", CONTAINED},
	{"Contact email", "email", CONTAINED},
	{"E-mail do cliente", "email", CONTAINED},
	{"E-mail 1 - Value", "email", CONTAINED},
	{"Company email", "email", CONTAINED},
	{"mail", "email", WEAK},
	{"consent", "consent", OWN},
	{"Consent", "consent", EXACT},
	{"Consentimento", "consent", EXACT},
	{"Consentimiento", "consent", EXACT},
	{"Opt-in", "consent", EXACT},
	{"OptIn", "consent", EXACT},
	{"opt_in", "consent", EXACT},
	{"LGPD", "consent", EXACT},
	{"Aceita", "consent", EXACT},
	{"Aceite LGPD", "consent", EXACT},
	{"Autoriza", "consent", EXACT},
	{"Acepta", "consent", EXACT},
	{"Consent given", "consent", CONTAINED},
	{"WhatsApp opt-in", "consent", CONTAINED},
	{"Aceita receber mensagens?", "consent", CONTAINED},
	{"Aceita WhatsApp", "consent", CONTAINED},
	{"Accepts Marketing", "consent", CONTAINED},
	{"Autoriza contato", "consent", CONTAINED},
};

/* What must become nothing; many of them hold a word for a field. */
static const char *const nothing[] = {"Hotel", "Mailing Address", "Mailing",
	"Telegram", "Telecom", "Address", "Endereço", "Dirección", "Rua",
	"Bairro", "Cidade", "City", "CEP", "CPF", "CNPJ", "RG", "Idade",
	"Data de nascimento", "Fecha de nacimiento", "Birthday", "Notes",
	"Observações", "Tags", "Status", "ID", "id", "SKU", "Valor", "Total",
	"Número do pedido", "Order number", "Número da casa",
	"Número do documento", "Number", "Nº", "Nome do produto",
	"Product name", "Nome da mãe", "Nome do responsável",
	"Nombre del producto", "File name", "filename", "username", "User name",
	"Display name", "Middle Name", "Nickname", "Apelido",
	"E-mail Display Name", "Account name", "Event name", "Brand name",
	"Emergency phone", "Emergency contact phone", "Telefone do vendedor",
	"Telefone do responsável", "Telefone recado", "Telefone fixo",
	"Phone verified", "phone_valid", "Phone type", "Phone 1 - Type",
	"Phone country", "Country code", "Phone extension", "Fax", "Phone/Fax",
	"Telefone ou e-mail", "Assistant's Phone", "Sales rep phone",
	"É WhatsApp?", "Tem WhatsApp", "Has WhatsApp", "WhatsApp group",
	"Grupo de WhatsApp", "WhatsApp name", "WhatsApp status",
	"WhatsApp link", "DDD", "DDI", "Operadora", "Email verified",
	"Email status", "Email opt-out", "Last email sent", "Email opt-in",
	"Accepts Email Marketing", "E-mail Type", "Opt-out", "Unsubscribed",
	"Não aceita", "Sem consentimento", "Consent date",
	"Data do consentimento", "Aceita os termos", "Company size",
	"Company ID", "Tipo de empresa", "Contact", "Contato", "Contacto",
	"Contact owner", "Contact ID", "Contact type", "ID do cliente",
	"Customer ID", "Cliente desde", "Nome / Razão Social", "First order",
	"Last purchase", "Last seen", "First contact", "Apellido materno",
	"Telefone do pai", "Driver phone", "Store phone", "Mobile app",
	"Business type", "名前", "電話番号", "Имя", "", " ", "-", "?", "1", "@",
	"column_1", "csr"};

static void
check(const char *name, const char *member, enum column_rank rank)
{
	enum column_rank ranks[COLUMN_FIELD_COUNT];
	int taken = 0, right = 0;

	columnwords_rank(name, strlen(name), ranks);
	for (int field = 0; field < COLUMN_FIELD_COUNT; field++) {
		if (ranks[field] <= COLUMN_DOUBTFUL)
			continue;
		taken++;
		right += strcmp(columnwords_member(field), member) == 0 &&
			 ranks[field] == rank;
		printf("# %s: %d\n", columnwords_member(field),
			(int)ranks[field]);
	}
	if (*member == '\0')
		ok(taken == 0, "\"%s\" is nothing", name);
	else
		ok(taken == 1 && right == 1, "\"%s\" is the %s, rank %d", name,
			member, (int)rank);
}

static void
check_all(const struct expected *table, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(table[i].name, table[i].member, table[i].rank);
}

/* What is too long for a name, or of too many words, is none. */
static void
test_odd(void)
{
	enum { LENGTH = 18000 };
	char name[LENGTH];
	enum column_rank ranks[COLUMN_FIELD_COUNT];
	bool is_none = true;

	for (size_t i = 0; i < LENGTH; i++)
		name[i] = "phone "[i % 6];
	columnwords_rank(name, 24 * 6, ranks);
	ok(ranks[COLUMN_PHONE] == COLUMN_EXACT, "many words");
	for (size_t len = 25 * 6; len < LENGTH; len += 37) {
		columnwords_rank(name, len, ranks);
		is_none = is_none && ranks[COLUMN_PHONE] == COLUMN_NO;
	}
	ok(is_none, "too many");
	memset(name, 'x', LENGTH);
	columnwords_rank(name, LENGTH, ranks);
	ok(ranks[COLUMN_PHONE] == COLUMN_NO, "a long word");
	columnwords_rank("phone\0x", 7, ranks);
	ok(ranks[COLUMN_PHONE] <= COLUMN_DOUBTFUL, "NUL ends no name");
	columnwords_rank("\xFF\xC3(phone", 8, ranks);
	ok(ranks[COLUMN_PHONE] == COLUMN_DOUBTFUL, "bytes that are no UTF-8");
}

int
main(void)
{
	check_all(phones, sizeof(phones) / sizeof(*phones));
	check_all(names, sizeof(names) / sizeof(*names));
	check_all(others, sizeof(others) / sizeof(*others));
	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		check(nothing[i], "", COLUMN_NO);
	test_odd();
	return tap_end();
}
