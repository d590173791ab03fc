// SPDX-License-Identifier: GPL-3.0-or-later
// A text browser knows no inline SVG, so the preview gets the same drawings as pictures.
#include "ui/export/report_job.h"

#include "app/engine/session_controller.h"
#include "ui/charts/figure_svg.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QRegularExpression>

namespace doctor::ui
{

namespace
{

constexpr qsizetype LargestPreview = 600'000; ///< characters; more would hold up the window
constexpr int PictureWidth = 640;
constexpr int PictureScale = 2;

QImage drawn(const QString& svg, const QColor& paper)
{
    // The page's style sheet is not inside the drawing, so its rules are put there.
    QByteArray bytes = figuresvg::styled(svg, paper.lightness() < 128).toUtf8();
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer, "svg");
    QSize size = reader.size();
    if (!size.isValid() || size.isEmpty())
        return {};
    size.scale(PictureWidth * PictureScale, 100'000, Qt::KeepAspectRatio);
    reader.setScaledSize(size);
    const QImage picture = reader.read();
    if (picture.isNull())
        return {};
    QImage onPaper(picture.size(), QImage::Format_ARGB32_Premultiplied);
    onPaper.fill(paper);
    QPainter(&onPaper).drawImage(0, 0, picture);
    return onPaper;
}

void takeOutPictures(RenderedReport& report, const QColor& paper)
{
    static const QRegularExpression svg(QStringLiteral("<svg\\b.*?</svg>"),
                                        QRegularExpression::DotMatchesEverythingOption);
    QString text;
    qsizetype last = 0;
    auto matches = svg.globalMatch(report.previewText);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const QImage picture = drawn(match.captured(), paper);
        text += QStringView(report.previewText).mid(last, match.capturedStart() - last);
        last = match.capturedEnd();
        if (picture.isNull())
            continue;
        const QString address = QStringLiteral("figure-%1.png").arg(report.pictures.size());
        text += QStringLiteral("<p style=\"line-height:100%\"><img src=\"%1\" width=\"%2\" height=\"%3\"></p>")
                    .arg(address)
                    .arg(picture.width() / PictureScale)
                    .arg(picture.height() / PictureScale);
        report.pictures.emplace_back(address, picture);
    }
    text += QStringView(report.previewText).mid(last);
    // A text browser sets captions in one run, where the page's style sheet breaks the line.
    static const QRegularExpression caption(
        QStringLiteral("<figcaption[^>]*>\\s*(<strong>.*?</strong>)(.*?)</figcaption>"),
        QRegularExpression::DotMatchesEverythingOption);
    text.replace(caption, QStringLiteral("<p>\\1<br>\\2</p>"));
    // Nor does it know that the style sheet makes the names of facts bold.
    text.replace(QStringLiteral("<dt>"), QStringLiteral("<dt><b>"));
    report.previewText = text.replace(QStringLiteral("</dt>"), QStringLiteral("</b></dt>"));
}

/// The request with session and knowledge in the language of the report.
core::Result<ReportRequest> inItsLanguage(ReportRequest request)
{
    if (request.language.isEmpty() || request.language == request.knowledge->language())
        return request;
    const auto knowledge = knowledge::Knowledge::load(request.language);
    if (!knowledge)
        return tl::unexpected<core::Error>(knowledge.error());
    request.session =
        std::make_shared<const core::Session>(engine::SessionController::inLanguage(*request.session, **knowledge));
    request.knowledge = *knowledge;
    return request;
}

core::Result<QByteArray> rendered(const ReportRequest& request, const QString& format,
                                  std::vector<report::Replacement>* replaced = nullptr)
{
    return report::render(*request.session, *request.knowledge, format, request.options, replaced);
}

} // namespace

core::Result<std::shared_ptr<const RenderedReport>> renderReport(const ReportRequest& wanted)
{
    const auto request = inItsLanguage(wanted);
    if (!request)
        return tl::unexpected<core::Error>(request.error());
    auto made = std::make_shared<RenderedReport>();
    auto bytes = rendered(*request, request->format, &made->replaced);
    if (!bytes)
        return tl::unexpected<core::Error>(bytes.error());
    made->bytes = std::move(*bytes);
    made->shortText = report::shortText(*request->session, *request->knowledge, request->options);
    const report::Format* format = report::findFormat(request->format);
    // Pages on paper and archives hold the same document as the page for the screen, so that is what is shown.
    const bool isBinary =
        format && format->mimeType.startsWith(QStringLiteral("application/")) && format->id != QStringLiteral("json");
    if (isBinary) {
        const auto page = rendered(*request, QStringLiteral("html"));
        if (!page)
            return tl::unexpected<core::Error>(page.error());
        made->previewText = QString::fromUtf8(*page);
    } else {
        made->previewText = QString::fromUtf8(made->bytes);
    }
    if (request->options.hidePrivateDetails) {
        const auto data = rendered(*request, QStringLiteral("markdown"));
        made->stillPrivate = data ? report::stillPrivate(QString::fromUtf8(*data)).mid(0, 8) : QStringList();
    }
    made->previewIsHtml = isBinary || (format && format->mimeType.startsWith(QStringLiteral("text/html")));
    if (made->previewIsHtml) {
        takeOutPictures(*made, request->paper);
    } else if (made->previewText.size() > LargestPreview) {
        made->previewText.truncate(LargestPreview);
        made->previewIsCut = true;
    }
    return std::shared_ptr<const RenderedReport>(std::move(made));
}

core::Result<QByteArray> renderPages(const ReportRequest& wanted)
{
    const auto request = inItsLanguage(wanted);
    if (!request)
        return tl::unexpected<core::Error>(request.error());
    return rendered(*request, QStringLiteral("pdf"));
}

} // namespace doctor::ui
