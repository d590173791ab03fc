// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the three logic tables and refuses what does not add up.
#include "app/knowledge/tables.h"

#include "app/core/model/names.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QSet>
#include <algorithm>
#include <cmath>

namespace doctor::knowledge
{

using namespace Qt::StringLiterals;

namespace
{

struct Messages {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};

constexpr double SumTolerance = 1e-6;
/// Named answers may claim this much together; something is always left for what nobody thought of.
constexpr double NamedShare = 0.97;
/// Words are coarse, so their sum may overshoot; beyond this a row was not thought through.
constexpr double LargestSum = 1.8;

const QString QuestionsFile = QStringLiteral("questions.json");
const QString CausesFile = QStringLiteral("causes.json");
const QString PriorsFile = QStringLiteral("priors.json");

const Question* findQuestion(const std::vector<Question>& questions, const QString& id)
{
    const auto found = std::find_if(questions.begin(), questions.end(), [&](const auto& q) { return q.id == id; });
    return found == questions.end() ? nullptr : &*found;
}

double sumOf(const AnswerTable& table)
{
    double sum = 0;
    for (const double share : table) {
        sum += share;
    }
    return sum;
}

/// One cell: a number, or one of the six words.
core::Result<double> cell(const QJsonValue& value, const QString& file, const QString& entry)
{
    if (value.isDouble() && value.toDouble() >= 0 && value.toDouble() <= 1) {
        return value.toDouble();
    }
    const auto word = likelihoodFromWord(value.toString());
    if (!word) {
        return wrong(
            file, entry,
            Messages::tr("one of always, usually, often, sometimes, rarely, never or a number up to 1 is expected"));
    }
    return toNumber(*word);
}

/// Spreads what the named answers leave over the others, in proportion to the base.
AnswerTable completed(AnswerTable named, const Question& question, bool words)
{
    double claimed = sumOf(named);
    AnswerTable others = question.base;
    for (const auto& answer : named.keys()) {
        others.remove(answer);
    }
    const double limit = others.isEmpty() ? 1.0 : NamedShare;
    if (others.isEmpty() || (words && claimed > limit)) {
        for (auto& share : named) {
            share *= limit / claimed;
        }
        claimed = limit;
    }
    const double otherBase = sumOf(others);
    for (auto it = others.cbegin(); it != others.cend(); ++it) {
        named.insert(it.key(), (1.0 - claimed) * it.value() / otherBase);
    }
    return named;
}

core::Result<AnswerTable> answerTable(const QJsonObject& row, const Question& question, const QString& file,
                                      const QString& entry)
{
    AnswerTable named;
    bool words = false;
    for (auto it = row.begin(); it != row.end(); ++it) {
        if (!question.base.contains(it.key())) {
            return wrong(file, entry,
                         Messages::tr("'%1' is no answer of the question '%2'").arg(it.key(), question.id));
        }
        const auto share = cell(it.value(), file, entry + u'.' + it.key());
        if (!share) {
            return tl::unexpected(share.error());
        }
        words = words || it.value().isString();
        named.insert(it.key(), *share);
    }
    const double sum = sumOf(named);
    if (named.isEmpty() || sum <= 0 || sum > (words ? LargestSum : 1.0 + SumTolerance)) {
        return wrong(file, entry, Messages::tr("the answers must sum to at most 1, they sum to %1").arg(sum));
    }
    return completed(named, question, words);
}

core::Result<Question> readQuestion(const QJsonObject& object)
{
    Question question;
    question.id = object.value(u"id").toString();
    question.test = object.value(u"test").toString();
    if (question.id.isEmpty() || question.test.isEmpty()) {
        return wrong(QuestionsFile, question.id, Messages::tr("'id' and 'test' are expected"));
    }
    const auto base = object.value(u"base").toObject();
    for (auto it = base.begin(); it != base.end(); ++it) {
        question.base.insert(it.key(), it.value().toDouble(-1));
        if (question.base.value(it.key()) <= 0) {
            return wrong(QuestionsFile, question.id + u".base."_s + it.key(),
                         Messages::tr("a number above 0 is expected"));
        }
    }
    const auto order = stringList(object, QStringLiteral("answers"), QuestionsFile, question.id);
    if (!order) {
        return tl::unexpected(order.error());
    }
    question.answers = order->isEmpty() ? base.keys() : *order;
    if (QSet<QString>(question.answers.begin(), question.answers.end()) !=
        QSet<QString>(question.base.keyBegin(), question.base.keyEnd())) {
        return wrong(QuestionsFile, question.id, Messages::tr("'answers' and 'base' must name the same answers"));
    }
    if (std::abs(sumOf(question.base) - 1.0) > SumTolerance) {
        return wrong(QuestionsFile, question.id,
                     Messages::tr("the base must sum to 1, it sums to %1").arg(sumOf(question.base)));
    }
    question.noAnswer = object.value(u"noAnswer").toString();
    const auto values = stringList(object, QStringLiteral("values"), QuestionsFile, question.id);
    if (!values) {
        return tl::unexpected(values.error());
    }
    question.values = *values;
    const auto open = stringList(object, QStringLiteral("openAnswers"), QuestionsFile, question.id);
    if (!open) {
        return tl::unexpected(open.error());
    }
    for (const auto& answer : *open) {
        if (!question.answers.contains(answer)) {
            return wrong(QuestionsFile, question.id + u".openAnswers"_s,
                         Messages::tr("'%1' is no answer of the question '%2'").arg(answer, question.id));
        }
    }
    question.openAnswers = *open;
    if (object.contains(u"sound")) {
        const auto sound =
            answerTable(object.value(u"sound").toObject(), question, QuestionsFile, question.id + u".sound"_s);
        if (!sound) {
            return tl::unexpected(sound.error());
        }
        question.sound = *sound;
    }
    return question;
}

core::Result<void> readImplied(Question& question, const QJsonObject& row, const std::vector<Question>& questions)
{
    for (auto it = row.begin(); it != row.end(); ++it) {
        const auto* other = findQuestion(questions, it.key());
        if (other == nullptr) {
            return wrong(QuestionsFile, question.id + u".impliedBy"_s,
                         Messages::tr("'%1' is no question").arg(it.key()));
        }
        const auto answers = stringList(row, it.key(), QuestionsFile, question.id + u".impliedBy"_s);
        if (!answers) {
            return tl::unexpected(answers.error());
        }
        for (const auto& answer : *answers) {
            if (!other->answers.contains(answer)) {
                return wrong(QuestionsFile, question.id + u".impliedBy"_s,
                             Messages::tr("'%1' is no answer of the question '%2'").arg(answer, other->id));
            }
        }
        question.impliedBy.insert(it.key(), *answers);
    }
    return {};
}

core::Result<CauseDefinition> readCause(const QJsonObject& object, const std::vector<Question>& questions)
{
    CauseDefinition cause;
    cause.id = object.value(u"id").toString();
    cause.family = object.value(u"family").toString();
    const auto closedBy = core::fromWord<core::ClosedBy>(object.value(u"closedBy").toString());
    if (cause.id.isEmpty() || cause.family.isEmpty() || !closedBy) {
        return wrong(CausesFile, cause.id, Messages::tr("'id', 'family' and a known 'closedBy' are expected"));
    }
    cause.closedBy = *closedBy;
    const auto sections = stringList(object, QStringLiteral("article"), CausesFile, cause.id);
    if (!sections) {
        return tl::unexpected(sections.error());
    }
    cause.articleSections = *sections;
    const auto own = object.value(u"answers").toObject();
    cause.ownQuestions = own.keys();
    for (const auto& id : cause.ownQuestions) {
        const auto* question = findQuestion(questions, id);
        if (question == nullptr) {
            return wrong(CausesFile, cause.id, Messages::tr("'%1' is no question").arg(id));
        }
        const auto table = answerTable(own.value(id).toObject(), *question, CausesFile, cause.id + u'.' + id);
        if (!table) {
            return tl::unexpected(table.error());
        }
        cause.answers.insert(id, *table);
    }
    const bool unknown = object.value(u"unknown").toBool();
    for (const auto& question : questions) {
        if (!cause.answers.contains(question.id)) {
            cause.answers.insert(question.id, unknown || question.sound.isEmpty() ? question.base : question.sound);
        }
    }
    return cause;
}

} // namespace

std::optional<Likelihood> likelihoodFromWord(const QString& word)
{
    static const QStringList words{QStringLiteral("always"),    QStringLiteral("usually"), QStringLiteral("often"),
                                   QStringLiteral("sometimes"), QStringLiteral("rarely"),  QStringLiteral("never")};
    const auto index = words.indexOf(word);
    return index < 0 ? std::nullopt : std::optional(static_cast<Likelihood>(index));
}

core::Result<Questions> loadQuestions(const Root& root)
{
    const auto file = readObject(root, QuestionsFile);
    if (!file) {
        return tl::unexpected(file.error());
    }
    Questions result;
    const auto rows = file->value(u"questions").toArray();
    for (const auto& row : rows) {
        const auto question = readQuestion(row.toObject());
        if (!question) {
            return tl::unexpected(question.error());
        }
        if (findQuestion(result.all, question->id) != nullptr) {
            return wrong(QuestionsFile, question->id, Messages::tr("each question may stand there once"));
        }
        result.all.push_back(*question);
        result.placeholders += question->values;
    }
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const auto implied = readImplied(result.all[static_cast<size_t>(i)],
                                         rows.at(i).toObject().value(u"impliedBy").toObject(), result.all);
        if (!implied) {
            return tl::unexpected(implied.error());
        }
    }
    const auto values = file->value(u"values").toObject();
    for (const auto& member : values.keys()) {
        const auto names = stringList(values, member, QuestionsFile, QStringLiteral("values"));
        if (!names) {
            return tl::unexpected(names.error());
        }
        result.shared += *names;
    }
    result.placeholders += result.shared;
    result.placeholders.removeDuplicates();
    return result;
}

core::Result<std::vector<CauseDefinition>> loadCauses(const Root& root, const std::vector<Question>& questions)
{
    const auto file = readObject(root, CausesFile);
    if (!file) {
        return tl::unexpected(file.error());
    }
    std::vector<CauseDefinition> causes;
    for (const auto& row : file->value(u"causes").toArray()) {
        const auto cause = readCause(row.toObject(), questions);
        if (!cause) {
            return tl::unexpected(cause.error());
        }
        if (std::any_of(causes.begin(), causes.end(), [&](const auto& other) { return other.id == cause->id; })) {
            return wrong(CausesFile, cause->id, Messages::tr("each cause may stand there once"));
        }
        causes.push_back(*cause);
    }
    return causes;
}

core::Result<Priors> loadPriors(const Root& root, const std::vector<CauseDefinition>& causes)
{
    const auto file = readObject(root, PriorsFile);
    if (!file) {
        return tl::unexpected(file.error());
    }
    Priors priors;
    const auto when = stringList(*file, QStringLiteral("when"), PriorsFile, QStringLiteral("when"));
    if (!when) {
        return tl::unexpected(when.error());
    }
    priors.when = *when;
    const auto weights = file->value(u"weights").toObject();
    if (weights.size() != static_cast<qsizetype>(causes.size())) {
        return wrong(PriorsFile, QStringLiteral("weights"), Messages::tr("one row for each cause is expected"));
    }
    for (const auto& cause : causes) {
        const auto row = weights.value(cause.id).toArray();
        if (row.size() != priors.when.size()) {
            return wrong(PriorsFile, cause.id, Messages::tr("one weight for each 'when' is expected"));
        }
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (row.at(i).toDouble() <= 0) {
                return wrong(PriorsFile, cause.id, Messages::tr("weights are numbers above 0"));
            }
            priors.weights[priors.when.at(i)].insert(cause.id, row.at(i).toDouble());
        }
    }
    for (auto& column : priors.weights) {
        const double sum = sumOf(column);
        for (auto& weight : column) {
            weight /= sum;
        }
    }
    return priors;
}

} // namespace doctor::knowledge
