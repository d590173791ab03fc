// SPDX-License-Identifier: GPL-3.0-or-later
// Options on top, preview with the replaced words beside it, buttons and the saved line below.
#include "ui/export/report_page.h"

#include "ui/charts/figure_export.h"
#include "ui/export/replaced_words.h"
#include "ui/export/report_job.h"
#include "ui/export/report_preview.h"
#include "ui/export/saved_line.h"
#include "ui/shell/menus.h"
#include "ui/widgets/background.h"
#include "ui/widgets/copy_button.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUrl>
#include <QVBoxLayout>

namespace doctor::ui
{

namespace
{

QString askForFile(QWidget* parent, const QString& suggestion, const QString& filter)
{
    const QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    return QFileDialog::getSaveFileName(parent, ReportPage::tr("Save report"), documents.filePath(suggestion), filter);
}

bool openInViewer(const QString& file)
{
    return QDesktopServices::openUrl(QUrl::fromLocalFile(file));
}

QString formatName(const QString& id)
{
    if (id == QStringLiteral("html"))
        return ReportPage::tr("Web page (HTML)");
    if (id == QStringLiteral("markdown"))
        return ReportPage::tr("Markdown, for an issue tracker");
    if (id == QStringLiteral("json"))
        return ReportPage::tr("Data (JSON)");
    if (id == QStringLiteral("text"))
        return ReportPage::tr("Plain text");
    if (id == QStringLiteral("pdf"))
        return ReportPage::tr("Printable (PDF)");
    if (id == QStringLiteral("zip"))
        return ReportPage::tr("Everything in one archive (ZIP)");
    return id;
}

} // namespace

struct ReportPage::Impl {
    std::shared_ptr<const core::Session> session;
    std::shared_ptr<const knowledge::Knowledge> knowledge;
    std::shared_ptr<const QByteArray> packets;
    std::shared_ptr<const RenderedReport> rendered;
    FileChooser chooser = askForFile;
    FileOpener opener = openInViewer;
    QTemporaryDir printed; ///< pages handed to the viewer, gone with this page
    quint64 wanted = 0;    ///< id of the newest request; answers to older ones are dropped
    QString saveWhenReady;
    bool languageChosen = false; ///< until then the report speaks as the window does
    QLabel* formatLabel = nullptr;
    QComboBox* format = nullptr;
    QLabel* languageLabel = nullptr;
    QComboBox* language = nullptr;
    QCheckBox* hide = nullptr;
    QCheckBox* addPackets = nullptr;
    TextLabel* privacy = nullptr;
    ReportPreview* preview = nullptr;
    ReplacedWords* replaced = nullptr;
    store::Settings::Reports defaults;
    QStringList alsoHide; ///< the settings' words and those said by the user for this session
    QStringList kept;
    SavedLine* saved = nullptr;
    CopyButton* copyShort = nullptr;
    QPushButton* print = nullptr;
    QPushButton* save = nullptr;
    Background* background = nullptr;

    void build(ReportPage* page);
    void retranslate();
    void request(ReportPage* page);
    void show(const core::Result<std::shared_ptr<const RenderedReport>>& result);
    void takeDefaults(const store::Settings::Reports& reports);
    void addWord(ReportPage* page, const QString& word, bool later);
    void keepWord(ReportPage* page, const QString& word);
    void chooseAndSave(ReportPage* page);
    void write(ReportPage* page, const QString& file);
    void printPages(ReportPage* page);
    void followWindow();
    [[nodiscard]] ReportRequest job(const ReportPage* page) const
    {
        return {session,
                knowledge,
                formatId(),
                options(),
                language->currentData().toString(),
                page->palette().color(QPalette::Base)};
    }
    [[nodiscard]] report::Options options() const
    {
        return {.hidePrivateDetails = hide->isChecked(),
                .alsoHide = alsoHide,
                .keep = kept,
                .packets = canAddPackets() && addPackets->isChecked() ? packets : nullptr};
    }
    [[nodiscard]] QString privacyNote() const;
    [[nodiscard]] bool canAddPackets() const { return packets && formatId() == QStringLiteral("zip"); }
    [[nodiscard]] QString formatId() const { return format->currentData().toString(); }
};

ReportPage::ReportPage(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>())
{
    Impl& d = *m_impl;
    d.build(this);
    d.retranslate();
    connect(d.format, &QComboBox::currentIndexChanged, this, [this] { m_impl->request(this); });
    connect(d.language, &QComboBox::currentIndexChanged, this, [this] { m_impl->request(this); });
    connect(d.language, &QComboBox::activated, this, [this] { m_impl->languageChosen = true; });
    connect(d.hide, &QCheckBox::toggled, this, [this] { m_impl->request(this); });
    connect(d.addPackets, &QCheckBox::toggled, this, [this] { m_impl->request(this); });
    connect(d.print, &QPushButton::clicked, this, &ReportPage::print);
    connect(d.save, &QPushButton::clicked, this, [this] { m_impl->chooseAndSave(this); });
    connect(d.replaced, &ReplacedWords::wordAdded, this,
            [this](const QString& word, bool later) { m_impl->addWord(this, word, later); });
    connect(d.replaced, &ReplacedWords::wordKept, this, [this](const QString& word) { m_impl->keepWord(this, word); });
    setFocusProxy(d.format);
}

ReportPage::~ReportPage()
{
    // Children may signal while they go (a focus lost, a selection changed), so they go before what they reach.
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

void ReportPage::print()
{
    m_impl->printPages(this);
}

void ReportPage::Impl::build(ReportPage* page)
{
    background = new Background(page);
    formatLabel = new QLabel(page);
    format = new QComboBox(page);
    for (const report::Format& known : report::formats())
        format->addItem(known.id, known.id);
    format->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    formatLabel->setBuddy(format);
    languageLabel = new QLabel(page);
    language = new QComboBox(page);
    language->setObjectName(QStringLiteral("reportLanguage"));
    for (const QString& known : knowledge::Knowledge::languages())
        language->addItem(languageName(known), known);
    languageLabel->setBuddy(language);
    hide = new QCheckBox(page);
    hide->setChecked(true);
    addPackets = new QCheckBox(page);
    addPackets->setObjectName(QStringLiteral("addPackets"));
    addPackets->hide();
    privacy = new TextLabel(TextLabel::Role::Quiet, page);
    auto* top = new QHBoxLayout;
    top->addWidget(formatLabel);
    top->addWidget(format);
    top->addSpacing(16);
    top->addWidget(languageLabel);
    top->addWidget(language);
    top->addSpacing(16);
    top->addWidget(hide);
    top->addStretch(1);

    auto* splitter = new QSplitter(page);
    splitter->setChildrenCollapsible(false);
    preview = new ReportPreview(splitter);
    splitter->addWidget(preview);
    replaced = new ReplacedWords(splitter);
    splitter->addWidget(replaced);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);

    saved = new SavedLine(page);
    copyShort = new CopyButton({}, {}, page);
    print = new QPushButton(page);
    print->setAutoDefault(false);
    save = new QPushButton(page);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(copyShort);
    bottom->addStretch(1);
    bottom->addWidget(print);
    bottom->addWidget(save);

    auto* layout = new QVBoxLayout(page);
    layout->addLayout(top);
    layout->addWidget(privacy);
    layout->addWidget(addPackets);
    layout->addWidget(splitter, 1);
    layout->addWidget(saved);
    layout->addLayout(bottom);
}

void ReportPage::setSession(const core::Session& session, std::shared_ptr<const knowledge::Knowledge> knowledge,
                            std::shared_ptr<const QByteArray> packets)
{
    if (packets != m_impl->packets)
        m_impl->addPackets->setChecked(false); // agreed to for other packets than these
    m_impl->packets = std::move(packets);
    m_impl->session = std::make_shared<const core::Session>(session);
    m_impl->knowledge = std::move(knowledge);
    m_impl->followWindow();
    m_impl->request(this);
}

void ReportPage::startOver(const store::Settings::Reports& reports)
{
    m_impl->session.reset();
    m_impl->takeDefaults(reports);
}

void ReportPage::follow(const store::Settings::Reports& reports)
{
    if (reports == m_impl->defaults)
        return;
    m_impl->takeDefaults(reports);
    m_impl->request(this);
}

void ReportPage::Impl::takeDefaults(const store::Settings::Reports& reports)
{
    defaults = reports;
    alsoHide = reports.hiddenWords;
    kept.clear();
    const QSignalBlocker quiet(hide);
    hide->setChecked(reports.hidesPrivate);
}

void ReportPage::setFileChooser(FileChooser chooser)
{
    m_impl->chooser = std::move(chooser);
}

void ReportPage::setFileOpener(FileOpener opener)
{
    m_impl->opener = std::move(opener);
}

QByteArray ReportPage::previewBytes() const
{
    return m_impl->rendered ? m_impl->rendered->bytes : QByteArray();
}

void ReportPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        m_impl->retranslate();
        m_impl->request(this);
    } else if (event->type() == QEvent::PaletteChange) {
        m_impl->request(this);
    }
}

void ReportPage::Impl::retranslate()
{
    formatLabel->setText(tr("For&mat:"));
    for (int i = 0; i < format->count(); ++i)
        format->setItemText(i, formatName(format->itemData(i).toString()));
    languageLabel->setText(tr("&Language:"));
    language->setAccessibleName(tr("Language of the report"));
    hide->setText(tr("Hi&de private details"));
    addPackets->setText(tr("&Add the recorded packets: headers without content, but with the real addresses"));
    print->setText(tr("P&rint…"));
    print->setToolTip(tr("Opens the pages in the program for PDF files, which prints them"));
    save->setText(tr("&Save report…"));
    copyShort->setCaption(tr("Copy short text"));
}

QString ReportPage::Impl::privacyNote() const
{
    if (!hide->isChecked())
        return tr("The report will show host names and addresses as they are. Mind to whom you give it.");
    return options().packets ? tr("Host names, addresses and user names are replaced by the same stand-in everywhere; "
                                  "only the recorded packets show the real addresses.")
                             : tr("Host names, addresses and user names are replaced by the same stand-in everywhere, "
                                  "also in the file's name.");
}

void ReportPage::Impl::request(ReportPage* page)
{
    privacy->setText(privacyNote());
    addPackets->setVisible(canAddPackets());
    if (!session || !knowledge)
        return;
    rendered.reset();
    const quint64 id = ++wanted;
    background->clear();
    background->post([this, page, id, wantedReport = job(page)]() -> std::function<void()> {
        auto result = renderReport(wantedReport);
        return [this, page, id, result = std::move(result)] {
            if (id != wanted)
                return;
            show(result);
            if (!saveWhenReady.isEmpty())
                write(page, std::exchange(saveWhenReady, QString()));
            Q_EMIT page->previewReady();
        };
    });
}

void ReportPage::Impl::show(const core::Result<std::shared_ptr<const RenderedReport>>& result)
{
    if (!result) {
        saveWhenReady.clear();
        saved->showFailure(tr("The report could not be made: %1", "%1 reason").arg(result.error().message));
        return;
    }
    rendered = *result;
    copyShort->setContent(tr("Short text"), rendered->shortText);
    preview->show(rendered);
    replaced->show(rendered->replaced, rendered->stillPrivate);
}

void ReportPage::Impl::addWord(ReportPage* page, const QString& word, bool later)
{
    kept.removeAll(word);
    alsoHide << word;
    request(page);
    if (!later || defaults.hiddenWords.contains(word))
        return;
    defaults.hiddenWords << word;
    Q_EMIT page->defaultsChanged(defaults);
}

void ReportPage::Impl::keepWord(ReportPage* page, const QString& word)
{
    alsoHide.removeAll(word);
    kept << word;
    request(page);
}

void ReportPage::Impl::chooseAndSave(ReportPage* page)
{
    const report::Format* known = report::findFormat(formatId());
    if (!known || !session || !knowledge)
        return;
    const QString suggestion = report::suggestedFileName(*session, known->id, options());
    const QString filter = QStringLiteral("%1 (*.%2)").arg(formatName(known->id), known->suffix);
    const QString file = chooser(page, suggestion, filter);
    if (file.isEmpty())
        return;
    if (rendered)
        write(page, file);
    else
        saveWhenReady = file;
}

/// As long as nobody has chosen a language for reports, it is the window's.
void ReportPage::Impl::followWindow()
{
    if (languageChosen || !knowledge)
        return;
    const QSignalBlocker quiet(language);
    language->setCurrentIndex(language->findData(knowledge->language()));
}

void ReportPage::Impl::printPages(ReportPage* page)
{
    if (!session || !knowledge)
        return;
    const QString file = printed.filePath(report::suggestedFileName(*session, QStringLiteral("pdf"), options()));
    background->post([this, page, file, wantedReport = job(page)]() -> std::function<void()> {
        auto pages = renderPages(wantedReport);
        core::Result<void> result;
        if (pages)
            result = figureexport::write(file, *pages);
        else
            result = tl::unexpected<core::Error>(pages.error());
        return [this, page, file, result = std::move(result)] {
            if (!result) {
                saved->showFailure(result.error().message);
            } else if (!opener(file)) {
                saved->showFailure(tr("Nothing could be printed: this system has no program for PDF files. Save the "
                                      "report as a PDF and print it where there is one."));
            } else {
                saved->showNote(tr("The pages are open in the program for PDF files; print them there."));
                Q_EMIT page->printedFrom(file);
            }
        };
    });
}

void ReportPage::Impl::write(ReportPage* page, const QString& file)
{
    // A network folder may take seconds, so the file is written on the worker too.
    background->post([this, page, file, report = rendered]() -> std::function<void()> {
        auto result = figureexport::write(file, report->bytes);
        return [this, page, file, size = report->bytes.size(), result = std::move(result)] {
            if (!result) {
                saved->showFailure(result.error().message);
                return;
            }
            saved->showSaved(file, size);
            Q_EMIT page->savedTo(file);
        };
    });
}

} // namespace doctor::ui
