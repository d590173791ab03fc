// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the knowledge.
#include "ui/results/learn_page.h"

namespace doctor::ui
{

struct LearnPage::Impl {
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    QString current;
};

LearnPage::LearnPage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>()) {}
LearnPage::~LearnPage() = default;
void LearnPage::setKnowledge(std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_impl->knowledge = std::move(knowledge);
}
void LearnPage::showPage(const QString& id)
{
    m_impl->current = id;
}
void LearnPage::showCause(const QString& id)
{
    m_impl->current = id;
}
} // namespace doctor::ui
