// SPDX-License-Identifier: GPL-3.0-or-later
// The knowledge base: questions, causes, priors, texts and signatures, loaded from our own resources and checked.
#pragma once

#include "app/core/base/error.h"
#include "app/core/model/diagnosis.h"

#include <QHash>
#include <QJsonObject>
#include <QMap>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

namespace doctor::knowledge
{

/// How likely an answer is if a cause is the true one. The numbers are design decisions (app/ARCHITECTURE.md).
enum class Likelihood { Always, Usually, Often, Sometimes, Rarely, Never };
[[nodiscard]] double toNumber(Likelihood word); ///< .97 .80 .55 .25 .07 .01

struct Question {
    QString id;
    QString test; ///< test that answers it; "user" for a symptom
    QStringList answers;
    QMap<QString, double> base;  ///< answer -> probability under "some other cause"; sums to 1
    QMap<QString, double> sound; ///< the same for a known cause that has nothing to do with it; empty: the base
    QString noAnswer;            ///< of a symptom: the choice that tells nothing ("unknown", "not-tried"); no finding
    QStringList openAnswers;     ///< a longer look at the same question may answer it otherwise
    QStringList values;          ///< placeholders that its findings may fill
    QMap<QString, QStringList> impliedBy; ///< answers elsewhere that already say the same, so that no fact counts twice
};

/// How likely each answer of one question is under one cause; sums to 1 over the question's answers.
using AnswerTable = QMap<QString, double>;

struct CauseDefinition {
    QString id;
    QString family;
    core::ClosedBy closedBy = core::ClosedBy::Unknown;
    QMap<QString, AnswerTable> answers; ///< question -> table, for every question
    QStringList ownQuestions;           ///< questions on which this cause has a table of its own
    QStringList articleSections;
};

/// Where a statement comes from.
struct Source {
    QString title;
    QString where; ///< an address, or repository and path
};

/// One special form of a cause, with signs and fixes of its own.
struct Variant {
    QString id; ///< unique among all causes and variants
    QString title;
    QString text;      ///< Markdown: what is special about it
    QStringList signs; ///< what is seen if it is this one; Markdown
    std::vector<core::Fix> fixes;
};

/// The page of a cause in one language. Texts hold placeholders {name} or {name|words if not measured}.
struct CausePage {
    QString title;
    QString headline;    ///< the verdict's sentence
    QString explanation; ///< Markdown
    QString wire;        ///< Markdown: who closes, and how it looks on the wire
    QString confirm;     ///< Markdown: how to confirm
    QString ask;         ///< Markdown: what to ask the other side
    QString prevention;  ///< Markdown
    std::vector<core::Fix> fixes;
    std::vector<Variant> variants;
};

/// One section of the article, told in our own words.
struct LearnPage {
    QString id;
    QString title;
    QString markdown;
};

/// A known error text (facts/error-signatures.json, reduced to what the paste box needs).
struct Signature {
    QString id;
    QString platform;
    QString pattern; ///< PCRE2
    QString meaning; ///< "reset", "fin", "refused", "timeout" …
    QString side;
};

/// What pasted error text was recognised as.
struct Recognised {
    QString signatureId;
    QString platform;
    QString meaning;
    QString matchedText;
};

/// Immutable after loading; safe to share between threads. One object per language, logic shared.
class Knowledge
{
public:
    /// Loads and checks everything for a language ("en", "de"; others fall back to "en").
    /// Error: Internal with file, entry and what was expected.
    [[nodiscard]] static core::Result<std::shared_ptr<const Knowledge>> load(const QString& language);
    [[nodiscard]] static QStringList languages();

    virtual ~Knowledge() = default;
    [[nodiscard]] virtual QString language() const = 0;
    [[nodiscard]] virtual const std::vector<Question>& questions() const = 0;
    [[nodiscard]] virtual const Question* question(const QString& id) const = 0;
    [[nodiscard]] virtual const std::vector<CauseDefinition>& causes() const = 0;
    [[nodiscard]] virtual const CauseDefinition* cause(const QString& id) const = 0;
    [[nodiscard]] virtual const CausePage* page(const QString& causeId) const = 0;
    /// Sources of a cause or variant; empty for an unknown id.
    [[nodiscard]] virtual std::vector<Source> sources(const QString& id) const = 0;
    /// Starting odds by the user's "when" answer ("unknown" if none): cause -> weight; sums to 1.
    [[nodiscard]] virtual QMap<QString, double> priors(const QString& when) const = 0;
    [[nodiscard]] virtual const std::vector<LearnPage>& learnPages() const = 0;

    /// A text by key from <lang>/strings.json, e.g. "question.idle-ending", "answer.idle-ending.fin-in-quiet",
    /// "test.idle-survival.title", "test.idle-survival.question", "reason.no-time", "ending.reset", "phase.idle",
    /// "closed-by.middlebox", "family.timeouts", "symptom.when", "symptom.when.idle", "likelihood.very-likely",
    /// "fault.idle-fin". An unknown key comes back as the key itself.
    [[nodiscard]] virtual QString text(const QString& key) const = 0;
    [[nodiscard]] virtual bool hasText(const QString& key) const = 0;
    /// The same with placeholders {name} and {name|otherwise} filled in, numbers in the language's form.
    [[nodiscard]] virtual QString text(const QString& key, const QJsonObject& values) const = 0;
    [[nodiscard]] virtual QString fill(const QString& templateText, const QJsonObject& values) const = 0;
    /// The same for text that a machine reads (commands, settings): plain digits, no language.
    [[nodiscard]] virtual QString fillCode(const QString& templateText, const QJsonObject& values) const = 0;

    /// The user's questions: key -> its answers in order. "when" has the answers of contract.md.
    [[nodiscard]] virtual QStringList symptomKeys() const = 0;
    [[nodiscard]] virtual QStringList symptomAnswers(const QString& key) const = 0;

    /// Most specific signature found in the text, if any. Hundreds of patterns: not for a thread that has to answer.
    [[nodiscard]] virtual std::optional<Recognised> recognise(const QString& text) const = 0;
    /// Makes the first recognise() as quick as the others; safe to call beside it, and for all languages at once.
    virtual void prepareRecognition() const = 0;

    /// The same knowledge in another language: logic and patterns are shared, only the texts are read. Errors as
    /// load().
    [[nodiscard]] virtual core::Result<std::shared_ptr<const Knowledge>> inLanguage(const QString& language) const = 0;
};

/// The step "take a second capture, on the server".
inline const QString ServerCapture = QStringLiteral("server-capture");
/// True for a next step that a person takes and no test of ours: an open question, or the capture. Its title and the
/// like are texts of "test.<id>" as for tests.
[[nodiscard]] bool isForPeople(const Knowledge& knowledge, const QString& step);

/// A variant by its id and the cause that it belongs to; both nullptr when there is none.
struct FoundVariant {
    const CauseDefinition* cause = nullptr;
    const Variant* variant = nullptr;
};
[[nodiscard]] FoundVariant findVariant(const Knowledge& knowledge, const QString& id);

} // namespace doctor::knowledge
