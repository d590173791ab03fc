// SPDX-License-Identifier: GPL-3.0-or-later
// Holds a session.
#include "ui/results/fix_page.h"

namespace doctor::ui
{

struct FixPage::Impl {
    core::Session session;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
};

FixPage::FixPage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>()) {}
FixPage::~FixPage() = default;
void FixPage::setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_impl->session = session;
    m_impl->knowledge = std::move(knowledge);
}
} // namespace doctor::ui
