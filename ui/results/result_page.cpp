// SPDX-License-Identifier: GPL-3.0-or-later
// Holds a session.
#include "ui/results/result_page.h"

namespace doctor::ui
{

struct ResultPage::Impl {
    core::Session session;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
};

ResultPage::ResultPage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>()) {}
ResultPage::~ResultPage() = default;
void ResultPage::setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_impl->session = session;
    m_impl->knowledge = std::move(knowledge);
}
} // namespace doctor::ui
