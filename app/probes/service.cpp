// SPDX-License-Identifier: GPL-3.0-or-later
// Finds out what speaks at the target by listening first and asking one question per connection.
#include "app/probes/service.h"

#include "app/core/model/names.h"
#include "app/probes/protocols.h"
#include "app/probes/survey.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace doctor::probes
{

using core::Protocol;

namespace
{

/// Words that only those get who cut off all others: databases whose answer to anything else is to hang up.
bool isForTheCutOff(Question question)
{
    return question == Question::PostgresWords || question == Question::SqlServerWords;
}

net::Task<> askLater(ProbeContext& context, Survey& survey, Question question, core::Milliseconds delay)
{
    co_await context.net.sleep(delay);
    const bool needless = isForTheCutOff(question) && !survey.wereWordsCutOff();
    if (!survey.isSettled() && !needless && !outOfTime(context))
        co_await survey.ask(question);
}

/// Who has cut us off once may meet all else with silence: the next question does not wait for the end of that.
net::Task<> askOverlapping(ProbeContext& context, Survey& survey, std::vector<Question> questions)
{
    constexpr core::Milliseconds HeadStart{700}; ///< whoever understands has answered by then, nearly always
    survey.hurry();
    Tasks tasks;
    for (std::size_t i = 0; i < questions.size(); ++i)
        tasks.push_back(askLater(context, survey, questions[i], HeadStart * i));
    co_await context.net.all(std::move(tasks));
}

} // namespace

std::vector<Question> questionsFor(Protocol asked, Protocol portHint, bool greetingHeard)
{
    const Protocol hint = asked == Protocol::Auto ? portHint : asked;
    std::vector<Question> questions;
    if (greetingHeard)
        questions.push_back(Question::Greeting);
    const auto add = [&](std::initializer_list<Question> more) {
        for (const Question question : more)
            if (std::find(questions.begin(), questions.end(), question) == questions.end())
                questions.push_back(question);
    };
    if (hint == Protocol::Tcp)
        add({Question::Greeting, Question::PlainBytes});
    else if (isHttp(hint) && hint != Protocol::Https)
        add({Question::HttpRequest, Question::TlsHello, Question::PlainBytes});
    else if (hint == Protocol::Https || hint == Protocol::Tls)
        add({Question::TlsHello, Question::HttpRequest, Question::PlainBytes});
    else if (hint == Protocol::Auto)
        add({Question::Greeting, Question::TlsHello, Question::HttpRequest, Question::PlainBytes});
    else if (greets(hint))
        add({Question::Greeting, Question::TlsHello, Question::PlainBytes});
    else
        add({Question::PlainBytes, Question::TlsHello, Question::HttpRequest});
    if (hint != Protocol::Tcp && hint != Protocol::Postgres)
        add({Question::PostgresWords});
    if (hint != Protocol::Tcp && hint != Protocol::SqlServer)
        add({Question::SqlServerWords});
    return questions;
}

QString Service::id() const
{
    return u"service"_s;
}

QStringList Service::questions() const
{
    return {u"spoken-protocol"_s, u"tls-spoken"_s, u"reset-trigger"_s};
}

Cost Service::cost(const Situation& situation, const Limits&) const
{
    return {.seconds = 3,
            .connections = 3,
            .consent = Consent::Gentle,
            .applicable = !situation.addresses.isEmpty(),
            .reason = situation.addresses.isEmpty() ? u"no-address"_s : QString()};
}

net::Task<> Service::run(ProbeContext& context) const
{
    const core::Target& target = context.situation.target;
    const Protocol portHint = core::protocolOfPort(target.port);
    const Protocol hint = target.protocol == Protocol::Auto ? portHint : target.protocol;
    const std::vector<Question> questions =
        questionsFor(target.protocol, portHint, !context.situation.greeting.isEmpty());
    Survey survey(context, hint);
    double asked = 0;
    for (auto question = questions.begin(); question != questions.end(); ++question) {
        if (survey.isSettled() || outOfTime(context))
            break;
        if (isForTheCutOff(*question) && !survey.wereWordsCutOff())
            continue;
        if (context.limits.brisk && survey.wasCutOff()) {
            co_await askOverlapping(context, survey, {question, questions.end()});
            break;
        }
        co_await survey.ask(*question);
        context.recorder.progress(++asked / static_cast<double>(questions.size()));
    }
    context.recorder.fact(u"protocol"_s, survey.protocol());
    context.recorder.fact(u"tls"_s, survey.tls());
    context.recorder.fact(u"asked"_s, core::toWord(target.protocol));
    const bool wished = target.protocol == Protocol::Auto || survey.protocol() == core::toWord(target.protocol);
    if (survey.offersUpgrade() && wished)
        context.recorder.fact(u"tlsUpgrade"_s, true);
}

} // namespace doctor::probes
