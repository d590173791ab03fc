// SPDX-License-Identifier: GPL-3.0-or-later
// Holds a session.
#include "ui/export/report_page.h"

namespace doctor::ui
{

struct ReportPage::Impl {
    core::Session session;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    FileChooser chooser;
};

ReportPage::ReportPage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>()) {}
ReportPage::~ReportPage() = default;
void ReportPage::setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge)
{
    m_impl->session = session;
    m_impl->knowledge = std::move(knowledge);
}
void ReportPage::setFileChooser(FileChooser chooser)
{
    m_impl->chooser = std::move(chooser);
}
} // namespace doctor::ui
