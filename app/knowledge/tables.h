// SPDX-License-Identifier: GPL-3.0-or-later
// questions.json, causes.json and priors.json: the logic of the diagnosis as tables that sum to one.
#pragma once

#include "app/knowledge/json_file.h"
#include "app/knowledge/knowledge.h"

namespace doctor::knowledge
{

struct Questions {
    std::vector<Question> all;
    QStringList placeholders; ///< every name that a text may hold
    QStringList shared;       ///< those of them that belong to no single question
};

struct Priors {
    QStringList when;                             ///< the user's answers in the order of the page
    QMap<QString, QMap<QString, double>> weights; ///< when -> cause -> share; each sums to one
};

[[nodiscard]] std::optional<Likelihood> likelihoodFromWord(const QString& word);

[[nodiscard]] core::Result<Questions> loadQuestions(const Root& root);
/// Every question gets a table: the cause's own, else the question's sound one, else the base.
[[nodiscard]] core::Result<std::vector<CauseDefinition>> loadCauses(const Root& root,
                                                                    const std::vector<Question>& questions);
[[nodiscard]] core::Result<Priors> loadPriors(const Root& root, const std::vector<CauseDefinition>& causes);

} // namespace doctor::knowledge
