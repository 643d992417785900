/* SPDX-License-Identifier: MIT */
#include "apierror.h"

/*
 * The codes and their meanings are Meta's ("Error codes" of the WhatsApp
 * Business Platform, September 2026); the classes are ours.  Ranges stand
 * where Meta gives a range.  In the order of the codes.
 */
static const struct apierror errors[] = {
	{0, 0, APIERROR_CREDENTIALS, .title = "the token was not recognised",
		.hint = "make a new token for the system user in Meta's"
			" business settings, and store it in place of the old"
			" one"},
	{1, 1, APIERROR_RETRY, .retries_max = 1, .fails_when_spent = true,
		.title = "the request was not understood, or the API had a"
			 " fault",
		.hint = "see metastatus.com; when all is well there, compare"
			" the message with one that was accepted"},
	{2, 2, APIERROR_RETRY, .title = "the API is down or overloaded",
		.hint = "wait, and see metastatus.com"},
	{3, 3, APIERROR_CREDENTIALS,
		.title = "the app lacks a capability or a permission",
		.hint = "give the app whatsapp_business_messaging in its"
			" dashboard, make a new token with it, and store that"},
	{4, 4, APIERROR_PAUSE_ALL, .pause_s = 60,
		.title = "the app calls the API too often",
		.hint = "lower --rate; other programs of the same app count,"
			" too"},
	{10, 10, APIERROR_CREDENTIALS,
		.title = "a permission was not granted, or was taken away",
		.hint = "assign the WhatsApp account to the system user in"
			" Meta's business settings, make a token with"
			" whatsapp_business_messaging, and store it"},
	{17, 17, APIERROR_PAUSE_ALL, .pause_s = 60,
		.title = "the owner of the token calls the API too often",
		.hint = "lower --rate; other programs with the same token"
			" count, too"},
	{33, 33, APIERROR_ACCOUNT,
		.title = "the phone number id is not known, or the token may"
			 " not see it",
		.hint = "take the id (not the number) from WhatsApp Manager,"
			" and assign the account to the system user"},
	{100, 100, APIERROR_MESSAGE,
		.title = "a parameter is unknown, misspelt or too long",
		.hint = "read the detail, and mend the template or the row"},
	{104, 104, APIERROR_CREDENTIALS, .title = "no token was sent",
		.hint = "set CSR_ACCESS_TOKEN, or store the token"},
	{190, 190, APIERROR_CREDENTIALS,
		.title = "the token has expired or is invalid",
		.hint = "make a new token for the system user in Meta's"
			" business settings, and store it in place of the old"
			" one"},
	{200, 299, APIERROR_CREDENTIALS,
		.title = "the token may not use this account",
		.hint = "assign the WhatsApp account to the system user in"
			" Meta's business settings"},
	{368, 368, APIERROR_ACCOUNT,
		.title = "the account is blocked for a time for violating a"
			 " policy",
		.hint = "read in WhatsApp Manager which policy it was, and wait"
			" for the end of the block, or appeal"},
	{506, 506, APIERROR_MESSAGE,
		.title = "the same was posted a moment before",
		.hint = "change the message"},
	{613, 613, APIERROR_PAUSE_ALL, .pause_s = 60,
		.title = "a limit on calls of the API is reached",
		.hint = "lower --rate, and stop other programs with the same"
			" token"},
	{803, 803, APIERROR_ACCOUNT,
		.title = "the API does not know what the address names",
		.hint = "compare the phone number id with WhatsApp Manager; it"
			" is not the phone number"},
	{80007, 80008, APIERROR_PAUSE_ALL, .pause_s = 5 * 60,
		.title = "the account calls the API too often",
		.hint = "wait up to an hour, for the limit counts by the hour, "
			"and"
			" stop other programs that use the account"},
	{130403, 130403, APIERROR_SUPPRESS,
		.title = "your business has blocked this person",
		.hint = "leave the person out; or unblock them, and take their"
			" line out of suppressed.ndjson"},
	{130429, 130429, APIERROR_PAUSE_ALL, .pause_s = 5,
		.title = "the number sends faster than it may",
		.hint = "lower --rate; messages that come in count, too"},
	{130472, 130472, APIERROR_MESSAGE,
		.title = "Meta keeps this person out of marketing messages for"
			 " an experiment",
		.hint = "do not try again: it would not arrive; it was not"
			" charged"},
	{130497, 130497, APIERROR_PERSON,
		.title = "the account may not write to people in this country",
		.hint = "leave this country out, and read in WhatsApp's policy"
			" what your kind of business may do there"},
	{131000, 131000, APIERROR_RETRY, .retries_max = 2,
		.title = "the API failed for an unknown reason",
		.hint = "wait; if it stays, give Meta's support the trace in"
			" csr.error"},
	{131005, 131005, APIERROR_CREDENTIALS, .title = "access was denied",
		.hint = "make a new token with whatsapp_business_messaging, "
			"store"
			" it, and assign the account to its system user"},
	{131008, 131008, APIERROR_MESSAGE,
		.title = "a required part of the message is missing",
		.hint = "fill in what the detail names; it is often an empty"
			" cell of the list"},
	{131009, 131009, APIERROR_MESSAGE,
		.title = "a value in the message is not allowed",
		.hint = "read the detail, and mend the row or the template; it "
			"is"
			" often the number or the id of a file"},
	{131016, 131016, APIERROR_RETRY,
		.title = "a service of Meta's is not available",
		.hint = "wait, and see metastatus.com"},
	{131020, 131020, APIERROR_MESSAGE,
		.title = "a group cannot be written to",
		.hint = "write to its members by their own numbers"},
	{131021, 131021, APIERROR_PERSON,
		.title = "recipient and sender are the same",
		.hint = "take your own number out of the list"},
	{131026, 131026, APIERROR_PERSON,
		.title = "the message cannot be delivered",
		.hint = "the person may not be on WhatsApp, or have an old"
			" version: try another channel"},
	{131030, 131030, APIERROR_ACCOUNT,
		.title = "a test number may not write to this recipient",
		.hint = "add the recipient in the app's API setup, or send from"
			" a real number"},
	{131031, 131031, APIERROR_ACCOUNT, .title = "the account is locked",
		.hint = "read the reason in WhatsApp Manager, and appeal "
			"there"},
	{131037, 131037, APIERROR_ACCOUNT,
		.title = "the display name of the number is not approved",
		.hint = "ask for a name in WhatsApp Manager, and wait until it"
			" is approved"},
	{131041, 131041, APIERROR_MESSAGE,
		.title = "a group cannot be written to",
		.hint = "write to its members by their own numbers"},
	{131042, 131042, APIERROR_ACCOUNT,
		.title = "the account cannot pay, or is not eligible",
		.hint = "mend card, credit limit, currency or time zone in the"
			" payment settings of WhatsApp Manager"},
	{131045, 131045, APIERROR_ACCOUNT,
		.title = "the number is not properly registered",
		.hint = "register the number again in WhatsApp Manager"},
	{131047, 131047, APIERROR_MESSAGE,
		.title = "the person has not written within 24 hours",
		.hint = "send an approved template instead of free text"},
	{131048, 131048, APIERROR_ACCOUNT,
		.title = "the number is restricted after blocks and reports",
		.hint = "wait until WhatsApp Manager shows the number in good"
			" quality, and write only to people who agreed"},
	{131049, 131049, APIERROR_LATER, .pause_s = 24 * 60 * 60,
		.title = "Meta held this marketing message back",
		.hint = "wait a day: earlier tries prolong it; numbers in the "
			"USA"
			" get no marketing at all"},
	{131050, 131050, APIERROR_SUPPRESS,
		.title = "the person has stopped your marketing messages",
		.hint = "send this person no marketing unless they ask for it"
			" again"},
	{131051, 131051, APIERROR_MESSAGE,
		.title = "the message type is not supported",
		.hint = "change the type in the template"},
	{131052, 131052, APIERROR_MESSAGE,
		.title = "media that a person sent could not be fetched",
		.hint = "ask the person to send it again"},
	{131053, 131053, APIERROR_MESSAGE,
		.title = "the media of the message could not be used",
		.hint = "check that its address opens without a login, and that"
			" WhatsApp takes its type and size"},
	{131055, 131055, APIERROR_TEMPLATE,
		.title = "this address takes marketing templates only",
		.hint = "use a marketing template"},
	{131056, 131056, APIERROR_PAUSE_PERSON,
		.title = "too many messages to this person",
		.hint = "send this person no more than one message in 6 "
			"seconds"},
	{131057, 131057, APIERROR_PAUSE_ALL, .pause_s = 60,
		.title = "the account is in maintenance",
		.hint = "wait some minutes; Meta may be raising what the number"
			" may send"},
	{131062, 131062, APIERROR_MESSAGE,
		.title = "this template wants a phone number, not a user id",
		.hint = "put the person's phone number into the row"},
	{131063, 131063, APIERROR_TEMPLATE,
		.title =
			"marketing templates are switched off for this account",
		.hint = "switch them on for the Cloud API in WhatsApp Manager,"
			" or use a template of another category"},
	{131064, 131064, APIERROR_ACCOUNT,
		.title = "the account is limited because its templates are in"
			 " wrong categories",
		.hint = "give them the right categories in WhatsApp Manager,"
			" and wait until the limit is lifted"},
	{132000, 132000, APIERROR_MESSAGE,
		.title = "the number of template parameters is wrong",
		.hint = "give the template as many parameters as it has "
			"places"},
	{132001, 132001, APIERROR_TEMPLATE,
		.title = "the template does not exist in this language, or is"
			 " not approved",
		.hint = "compare its name, language and status with WhatsApp"
			" Manager"},
	{132005, 132005, APIERROR_MESSAGE,
		.title = "the text with its values is too long",
		.hint = "shorten the values in the row"},
	{132007, 132007, APIERROR_TEMPLATE,
		.title = "the content of the template violates a policy",
		.hint = "change the template in WhatsApp Manager, and wait"
			" until it is approved"},
	{132008, 132008, APIERROR_MESSAGE,
		.title = "a parameter does not fit the template",
		.hint = "compare the types of the parameters, the header's"
			" first, with the template in WhatsApp Manager"},
	{132012, 132012, APIERROR_MESSAGE,
		.title = "a parameter does not fit the template",
		.hint = "compare the types of the parameters, the header's"
			" first, with the template in WhatsApp Manager"},
	{132015, 132015, APIERROR_TEMPLATE,
		.title = "the template is paused for low quality",
		.hint = "improve the template, or wait until WhatsApp Manager"
			" shows it as active"},
	{132016, 132016, APIERROR_TEMPLATE,
		.title = "the template is disabled for good",
		.hint = "make a new template"},
	{132018, 132018, APIERROR_MESSAGE,
		.title = "a template parameter has a newline, a tab or five"
			 " blanks",
		.hint = "take them out of the value in the row"},
	{132068, 132068, APIERROR_TEMPLATE,
		.title = "the flow of the template is blocked",
		.hint = "mend the flow in WhatsApp Manager"},
	{132069, 132069, APIERROR_TEMPLATE, .pause_s = 60 * 60,
		.title = "the flow of the template is throttled to 10 messages"
			 " an hour",
		.hint = "mend the flow in WhatsApp Manager, or wait an hour"},
	{133000, 133003, APIERROR_ACCOUNT,
		.title = "the registration of the number has a fault",
		.hint = "read the detail, and register the number again in"
			" WhatsApp Manager"},
	{133004, 133004, APIERROR_RETRY,
		.title = "the server for registrations is not available",
		.hint = "wait, and see metastatus.com"},
	{133005, 133009, APIERROR_ACCOUNT,
		.title = "the registration of the number has a fault",
		.hint = "read the detail, which is mostly about its PIN, and"
			" register the number again in WhatsApp Manager"},
	{133010, 133010, APIERROR_ACCOUNT,
		.title = "the number is not registered for the API",
		.hint = "register the number in WhatsApp Manager"},
	{133015, 133016, APIERROR_ACCOUNT,
		.title = "the number was registered or deleted too recently, or"
			 " too often",
		.hint = "wait for the time that the detail names, and register"
			" the number again"},
	{134011, 134011, APIERROR_ACCOUNT,
		.title = "the terms of WhatsApp Payments are not accepted",
		.hint = "accept them in WhatsApp Manager"},
	{134100, 134100, APIERROR_TEMPLATE,
		.title = "the template is not for marketing",
		.hint = "use a marketing template"},
	{134101, 134101, APIERROR_PAUSE_ALL, .pause_s = 10 * 60,
		.title = "the template is still being prepared",
		.hint = "wait ten minutes"},
	{134102, 134102, APIERROR_TEMPLATE,
		.title = "the template cannot be used for marketing messages",
		.hint = "see in WhatsApp Manager whether the account has joined"
			" the Marketing Messages API"},
	{135000, 135000, APIERROR_MESSAGE,
		.title = "a parameter is wrong, and the API does not say which",
		.hint = "compare the message with the template in WhatsApp"
			" Manager, part by part"},
	{137000, 137000, APIERROR_PERSON,
		.title = "the person's identity has changed",
		.hint = "make sure that the number is still theirs, and take"
			" the old identity hash out of the row"},
	{141000, 141999, APIERROR_ACCOUNT,
		.title = "the account, the number or the template is not"
			 " healthy",
		.hint = "read the detail, and what WhatsApp Manager asks for"},
	{2494100, 2494100, APIERROR_PAUSE_ALL, .pause_s = 60,
		.title = "the number is in maintenance",
		.hint = "wait some minutes"},
};

enum { ERROR_COUNT = sizeof(errors) / sizeof(*errors) };

const struct apierror *
apierror_find(int64_t code, int http, bool is_transient)
{
	static const struct apierror passing = {-1, -1, APIERROR_RETRY,
		.title = "the API had a fault",
		.hint = "wait, and see metastatus.com"};
	static const struct apierror lasting = {-1, -1, APIERROR_MESSAGE,
		.title = "the API refused the message",
		.hint = "read the detail, and look the code up among the error"
			" codes at developers.facebook.com"};

	for (size_t i = 0; i < ERROR_COUNT; i++)
		if (code >= errors[i].first && code <= errors[i].last)
			return &errors[i];
	return http >= 500 || is_transient ? &passing : &lasting;
}

const struct apierror *
apierror_at(size_t index)
{
	return index < ERROR_COUNT ? &errors[index] : NULL;
}

const char *apierror_class_word(enum apierror_class class)
{
	static const char *const words[APIERROR_CLASSES] = {
		[APIERROR_RETRY] = "retry",
		[APIERROR_PAUSE_ALL] = "pause-all",
		[APIERROR_PAUSE_PERSON] = "pause-person",
		[APIERROR_LATER] = "later",
		[APIERROR_SUPPRESS] = "suppress",
		[APIERROR_PERSON] = "person",
		[APIERROR_MESSAGE] = "message",
		[APIERROR_TEMPLATE] = "template",
		[APIERROR_CREDENTIALS] = "credentials",
		[APIERROR_ACCOUNT] = "account",
	};

	return words[class];
}
